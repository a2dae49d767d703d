import { openRegistrationsOf } from '../../../features/registration/index.ts';
import { submitEmail } from '../../../features/sign-in/index.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';
import { type EmailPage, emailPage } from './email.page.ts';
import { passkeyOf } from './passkey.ts';
import type { SignInPagesDeps } from './ports.ts';
import { registeredAddress } from './registered-address.ts';
import type { Step } from './step.ts';
import { addressOf, panelOf, type Visit } from './visit.ts';

export const emailStep = (deps: SignInPagesDeps): Step => ({
  name: 'email',
  // A typing error in the address is put right here, until somebody has proven who they are.
  openWhile: ({ attempt }) => attempt.accountId === undefined,
  async show(visit) {
    const known = addressOf(visit) || visit.attempt.request.loginHint;
    const email = known || ((await registeredAddress(deps, visit.c)) ?? '');
    return emailPage(await contentOf(deps, visit, email));
  },
  async submit(visit, form) {
    const email = form['email'] ?? '';
    const verdict = await submitEmail(deps, visit.attempt, { email }, visit.visitor);
    if (verdict.ok) return 'accepted';
    const content = await contentOf(deps, visit, email);
    return {
      again: emailPage({ ...content, refusal: verdict.error, now: deps.clock.now() }),
      status: refusalStatus(deps, visit.c, verdict.error),
    };
  },
});

async function contentOf(deps: SignInPagesDeps, visit: Visit, email: string): Promise<EmailPage> {
  const { c, attempt, shell, csrf, hub, service } = visit;
  const [unfinished] = await openRegistrationsOf(deps, { browser: c.get('browser') });
  return {
    shell,
    csrf,
    action: `${hub}/email`,
    email,
    brand: shell.brand.name,
    unfinished: unfinished && { unfinished: unfinished.id, attempt: attempt.id },
    passkey: await passkeyOf(deps, visit),
    panel: panelOf(
      service,
      `${service.name} sent you here to sign in.`,
      'Next you give your password. If you are new, you make your account.',
    ),
  };
}
