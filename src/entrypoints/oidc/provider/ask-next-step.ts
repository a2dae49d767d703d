import type { Interaction, KoaContextWithOIDC, Session } from 'oidc-provider';
import { seconds } from '../../../kernel/index.ts';
import type {
  Acr,
  ActiveAccount,
  Answer,
  OidcPorts,
  Proofs,
  RequestParams,
  ServiceAccount,
} from '../ports.ts';
import { memoryOf } from '../request-memory.ts';
import { type RegisteredService, serviceOfClient } from './clients.ts';

/** Asked once a request, for the account and by whichever checks need it. */
export type AskNextStep = (
  ctx: KoaContextWithOIDC,
) => Promise<Answer & { account?: ActiveAccount | undefined }>;

interface Deps {
  services: readonly RegisteredService[];
  ports: Pick<OidcPorts, 'nextStepFor'>;
}

/** What our result for an interaction holds beside the library's own `login`. */
export interface AttemptResult {
  login?: { accountId: string; acr: Acr; amr: string[]; ts: number; remember: true } | undefined;
  select_account?: object | undefined;
  link?: { serviceAccount: ServiceAccount } | undefined;
  /** `browserMark` of the browser that finished the attempt: the outcome is for no other. */
  browser: string;
}

/** Puts the state of an authorization request as a question to sign-in. */
export const askNextStep =
  (deps: Deps): AskNextStep =>
  (ctx) => {
    const memory = memoryOf(ctx);
    memory.answer ??= ask(deps, ctx).then((answer) => {
      if (answer.step === 'done') memory.serviceAccount = answer.serviceAccount;
      return answer;
    });
    return memory.answer;
  };

async function ask({ services, ports }: Deps, { oidc }: KoaContextWithOIDC): ReturnType<AskNextStep> {
  const session = proofsOf(oidc.session);
  if (!session) return { step: 'email' };
  const clientId = oidc.client?.clientId ?? '';
  const result = oidc.result as AttemptResult | undefined;
  const answer = await ports.nextStepFor({
    serviceId: serviceOfClient(services, clientId)?.id ?? clientId,
    clientId,
    session,
    params: paramsOf(oidc.params ?? {}, (prompt) => oidc.promptPending(prompt)),
    ...(result && {
      finished: {
        signedIn: result.login !== undefined,
        ...(result.link && { serviceAccount: result.link.serviceAccount }),
      },
    }),
  });
  // Disabled or deleted while its session lived: it is asked for its password, and told no more than a stranger.
  return answer.account ? answer : { step: 'password' };
}

export function proofsOf(session: Session | undefined): Proofs | undefined {
  if (!session?.accountId || session.loginTs === undefined) return undefined;
  return {
    accountId: session.accountId,
    authenticatedAt: seconds(session.loginTs),
    amr: session.amr ?? [],
    acr: (session.acr ?? 'aal1') as Acr,
  };
}

export function paramsOf(
  params: Interaction['params'],
  isPending: (prompt: string) => boolean,
): RequestParams {
  const text = (name: string): string | undefined => {
    const value = params[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const maxAge = text('max_age');
  const loginHint = text('login_hint');
  return {
    prompt: (text('prompt')?.split(' ') ?? []).filter(isPending),
    acrValues: demandedLevels(text('claims')) ?? text('acr_values')?.split(' ') ?? [],
    ...(maxAge !== undefined && { maxAge: seconds(Number(maxAge)) }),
    ...(loginHint !== undefined && { loginHint }),
  };
}

/** Levels that the claims parameter demands, where it does; the library has checked its form. */
function demandedLevels(claims: string | undefined): string[] | undefined {
  const acr = claims === undefined ? undefined : JSON.parse(claims)?.id_token?.acr;
  if (!acr?.essential) return undefined;
  return Array.isArray(acr.values) ? acr.values.map(String) : [String(acr.value ?? '')];
}
