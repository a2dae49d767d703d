import { submitEmail } from '../../../features/sign-in/index.ts';
import { emailPage } from './email.page.ts';
import { passkeyOf } from './passkey.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { addressOf, panelOf, type Visit } from './visit.ts';

export const emailStep = (deps: SignInPagesDeps): Step => ({
  name: 'email',
  // A typing error in the address is put right here, until somebody has proven who they are.
  openWhile: ({ attempt }) => attempt.accountId === undefined,
  async show(visit) {
    const email = addressOf(visit) || (visit.attempt.request.loginHint ?? '');
    return emailPage({ ...contentOf(visit, email), passkey: await passkeyOf(deps, visit) });
  },
  async submit(visit, form) {
    const email = form['email'] ?? '';
    const verdict = await submitEmail(deps, visit.attempt, { email }, visit.visitor);
    if (verdict.ok) return 'accepted';
    const tooMany = verdict.error.reason === 'too-many-tries';
    const passkey = await passkeyOf(deps, visit);
    const now = deps.clock.now();
    return {
      again: emailPage({ ...contentOf(visit, email), refusal: verdict.error, now, passkey }),
      status: tooMany ? 429 : 422,
    };
  },
});

const contentOf = ({ shell, csrf, hub, service }: Visit, email: string) => ({
  shell,
  csrf,
  action: `${hub}/email`,
  email,
  brand: shell.brand.name,
  panel: panelOf(
    service,
    `${service.name} sent you here to sign in.`,
    'Next you give your password. If you are new, you make your account.',
  ),
});
