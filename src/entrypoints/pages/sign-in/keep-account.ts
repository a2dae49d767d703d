import { findDeletion } from '../../../features/account-deletion/index.ts';
import { keepAccountInAttempt } from '../../../features/sign-in/index.ts';
import { keepAccountPage } from './keep-account.page.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { panelOf, provenAccountOf } from './visit.ts';

/** Whoever has asked for the account to be deleted and signs in all the same is asked what is meant. */
export const keepAccountStep = (deps: SignInPagesDeps): Step => ({
  name: 'keep-account',
  async show(visit) {
    const { shell, csrf, hub, service } = visit;
    const deletion = await findDeletion(deps.db, provenAccountOf(visit).id);
    return keepAccountPage(shell, {
      csrf,
      action: `${hub}/keep-account`,
      service: service.name,
      dueAt: deletion?.dueAt ?? deps.clock.now(),
      panel: panelOf(service, `You are signing in to ${service.name}.`, `Keep your account, and it opens.`),
    });
  },
  async submit(visit) {
    await keepAccountInAttempt(deps, visit.attempt, provenAccountOf(visit), visit.visitor);
    return 'accepted';
  },
});
