import { submitServiceAccount } from '../../../features/sign-in/index.ts';
import { linkPage } from './link.page.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { addressOf, panelOf, provenAccountOf, type Visit } from './visit.ts';

export const linkStep = (deps: SignInPagesDeps): Step => ({
  name: 'link',
  show: (visit) => linkPage(contentOf(deps, visit, '', visit.service.linkByDefault)),
  async submit(visit, form) {
    const { attempt, service } = visit;
    const account = provenAccountOf(visit);
    const username = form['username'] ?? '';
    const password = form['password'] ?? '';
    const link = !onlyThisOnce(visit) && form['link'] !== undefined;
    const content = contentOf(deps, visit, username, link);
    if (username.trim() === '' || password === '') {
      const missing = { username: username.trim() === '', password: password === '' };
      return { again: linkPage({ ...content, missing }), status: 422 };
    }
    const proof = { username, password, link };
    const verdict = await submitServiceAccount(deps, { attempt, account, service }, proof, visit.visitor);
    if (verdict.ok) return 'accepted';
    return {
      again: linkPage({ ...content, refusal: verdict.error, now: deps.clock.now() }),
      status: verdict.error.reason === 'too-many-tries' ? 429 : 422,
    };
  },
});

/** Somebody who asked for another service account than the linked one: that one stays linked. */
const onlyThisOnce = ({ attempt }: Visit): boolean => attempt.request.prompts.includes('select_account');

const contentOf = (deps: SignInPagesDeps, visit: Visit, username: string, link: boolean) => {
  const { shell, csrf, hub, service } = visit;
  const { name, support, forgottenPasswordUrl } = service;
  return {
    shell,
    csrf,
    action: `${hub}/link`,
    service: { id: service.id, name, support, forgottenPasswordUrl },
    customerCare: deps.customerCare,
    username,
    link: onlyThisOnce(visit) ? undefined : link,
    panel: panelOf(
      service,
      onlyThisOnce(visit)
        ? `You are opening ${name} with another account this once.`
        : `You are linking your account at ${name} to the ${shell.brand.name} account ${addressOf(visit)}.`,
      `${name} checks your password, and opens.`,
    ),
  };
};
