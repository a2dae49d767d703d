import type { Account } from '../accounts/index.ts';
import type { AttemptRequest, ProvenServiceAccount, SessionProof } from './attempt.ts';
import { loadSituation, type SituationDeps } from './load-situation.ts';
import { nextStep, type Step } from './next-step.ts';

/** A service's request, with the session that it arrives with and what a finished attempt has just added. */
export interface JudgedRequest {
  serviceId: string;
  request: AttemptRequest;
  session: SessionProof | undefined;
  finished?: { signedIn: boolean; serviceAccount?: ProvenServiceAccount | undefined } | undefined;
}

export interface Judgement {
  step: Step;
  serviceAccount?: ProvenServiceAccount;
  /** Whose session it is; undefined where the account is gone, disabled or deleted. */
  account: Account | undefined;
}

/** The provider's question: may this request go through with no page at all, and as whom at the service? */
export async function judgeRequest(
  deps: SituationDeps,
  { serviceId, request, session, finished }: JudgedRequest,
): Promise<Judgement> {
  const { facts, account, serviceAccount } = await loadSituation(deps, {
    serviceId,
    // Whoever has just signed in for this request has been asked again, and need not be once more.
    request: finished?.signedIn
      ? { ...request, prompts: withoutLogin(request.prompts), maxAge: undefined }
      : request,
    session,
    email: undefined,
    accountId: undefined,
    passwordAt: undefined,
    secondFactorAt: undefined,
    passkeyAt: undefined,
    serviceAccount: finished?.serviceAccount,
  });
  return {
    step: nextStep(facts),
    account: facts.account === 'active' ? account : undefined,
    ...(serviceAccount && { serviceAccount }),
  };
}

const withoutLogin = (prompts: readonly string[]): string[] => prompts.filter((prompt) => prompt !== 'login');
