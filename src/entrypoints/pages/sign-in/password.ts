import { submitPassword } from '../../../features/sign-in/index.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';
import { passkeyOf } from './passkey.ts';
import { passwordPage } from './password.page.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { addressOf, handOut, panelOf, type Visit, whatFollows } from './visit.ts';

export const passwordStep = (deps: SignInPagesDeps): Step => ({
  name: 'password',
  show: async (visit) => passwordPage(await contentOf(deps, visit)),
  async submit(visit, form) {
    const { attempt, c } = visit;
    const password = form['password'] ?? '';
    if (password === '')
      return {
        again: passwordPage({ ...(await contentOf(deps, visit)), refusal: { reason: 'empty' } }),
        status: 422,
      };
    const verdict = await submitPassword(deps, attempt, { password }, visit.visitor);
    if (verdict.ok) {
      handOut(deps, c, attempt, verdict.value.secret);
      return 'accepted';
    }
    const content = await contentOf(deps, visit);
    return {
      again: passwordPage({ ...content, refusal: verdict.error, now: deps.clock.now() }),
      status: refusalStatus(deps, visit.c, verdict.error),
    };
  },
});

const contentOf = async (deps: SignInPagesDeps, visit: Visit) => {
  const { shell, csrf, hub, service, attempt } = visit;
  return {
    shell,
    csrf,
    action: `${hub}/password`,
    email: addressOf(visit),
    changeEmail: `${hub}/email`,
    passkey: await passkeyOf(deps, visit),
    forgotten: `/recover?attempt=${attempt.id}`,
    createAccount: deps.accountDiscovery === 'hidden' ? `/register?attempt=${attempt.id}` : undefined,
    panel: panelOf(service, `You are signing in to ${service.name}.`, whatFollows(visit)),
  };
};
