import { findEndedLink, findLink } from '../../../features/links/index.ts';
import { submitServiceAccount, takeLinkedAccount } from '../../../features/sign-in/index.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';
import { type LinkPage, linkPage } from './link.page.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { addressOf, askedServiceOf, onlyThisOnce, panelOf, provenAccountOf, type Visit } from './visit.ts';

export const linkStep = (deps: SignInPagesDeps): Step => ({
  name: 'link',
  async show(visit) {
    return linkPage(await contentOf(deps, visit, '', askedServiceOf(visit).linkByDefault));
  },
  async submit(visit, form) {
    const { attempt } = visit;
    const service = askedServiceOf(visit);
    const account = provenAccountOf(visit);
    if (form['use'] === 'linked' && onlyThisOnce(visit)) {
      // Where the link has just been ended, the hub leads back here, and the page no longer offers it.
      await takeLinkedAccount(deps, attempt, account);
      return 'accepted';
    }
    const username = form['username'] ?? '';
    const password = form['password'] ?? '';
    const link = !onlyThisOnce(visit) && form['link'] !== undefined;
    const content = await contentOf(deps, visit, username, link);
    if (username.trim() === '' || password === '') {
      const missing = { username: username.trim() === '', password: password === '' };
      return { again: linkPage({ ...content, missing }), status: 422 };
    }
    const proof = { username, password, link };
    const verdict = await submitServiceAccount(deps, { attempt, account, service }, proof, visit.visitor);
    if (verdict.ok) return 'accepted';
    return {
      again: linkPage({ ...content, refusal: verdict.error, now: deps.clock.now() }),
      status: refusalStatus(deps, visit.c, verdict.error),
    };
  },
});

async function contentOf(
  deps: SignInPagesDeps,
  visit: Visit,
  username: string,
  link: boolean,
): Promise<LinkPage> {
  const { shell, csrf, hub } = visit;
  const service = askedServiceOf(visit);
  const { name, support, forgottenPasswordUrl } = service;
  const once = onlyThisOnce(visit);
  const whose = { accountId: provenAccountOf(visit).id, serviceId: service.id };
  return {
    shell,
    csrf,
    action: `${hub}/link`,
    email: addressOf(visit),
    changeEmail: visit.attempt.accountId === undefined ? `${hub}/email` : undefined,
    service: { id: service.id, name, support, forgottenPasswordUrl },
    customerCare: deps.customerCare,
    username,
    ...(once
      ? { link: undefined, linked: (await findLink(deps.db, whose))?.username }
      : { link, endedAt: (await findEndedLink(deps.db, whose))?.endedAt }),
    panel: panelOf(
      service,
      once
        ? `You are opening ${name} with another account this once.`
        : `You are linking your account at ${name} to your ${shell.brand.name} account.`,
      `${name} checks your password, and opens.`,
    ),
  };
}
