import { newId, seconds } from '../../kernel/index.ts';
import { AnswerTooLarge, fetchGuarded, readLimited } from '../../platform/fetch/index.ts';
import { signCall } from './signed-call.ts';
import type { Credentials, Verifier, VerifierDeps, VerifierOutcome } from './verifier.ts';
import { verifierAnswer } from './verifier-answer.ts';

const TIME_LIMIT = seconds(3);

interface HttpVerifier {
  serviceId: string;
  /** From the configuration, and from nowhere else. */
  url: string;
  secret: string;
  /** Hosts inside the company's network that may be asked. */
  internalHosts: readonly string[];
}

/** Asks over HTTP. Only the configured address is called, and only where it may lead to: redirects are not followed. */
export const httpVerifier =
  (deps: VerifierDeps, verifier: HttpVerifier): Verifier =>
  async (credentials) => {
    const unavailable = (reason: string): VerifierOutcome => {
      const facts = { service: verifier.serviceId, reason, reference: deps.reference };
      deps.log.warn(facts, 'A service could not verify a service account.');
      return { outcome: 'unavailable' };
    };
    try {
      const response = await ask(deps, verifier, credentials);
      if (response.status !== 200) {
        await response.body?.cancel();
        return unavailable(`answered with status ${response.status}`);
      }
      const answer = verifierAnswer.safeParse(JSON.parse(String(await readLimited(response))));
      if (!answer.success) return unavailable('answered with something outside the contract');
      if (answer.data.outcome !== 'match') return { outcome: answer.data.outcome };
      return { outcome: 'match', serviceId: verifier.serviceId, account: answer.data.account };
    } catch (fault) {
      return unavailable(reasonOf(fault));
    }
  };

function ask(
  { clock }: VerifierDeps,
  { url, secret, internalHosts }: HttpVerifier,
  credentials: Credentials,
): Promise<Response> {
  const call = signCall({ clock }, secret, { id: `msg_${newId()}`, body: JSON.stringify(credentials) });
  return fetchGuarded(url, {
    method: 'POST',
    signal: AbortSignal.timeout(TIME_LIMIT),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'webhook-id': call.id,
      'webhook-timestamp': call.timestamp,
      'webhook-signature': call.signature,
    },
    body: call.body,
    internalHosts,
  });
}

/** What is said of a fault in the log: its kind, never its text, which may quote the answer. */
function reasonOf(fault: unknown): string {
  if (fault instanceof AnswerTooLarge) return 'answered with too much';
  if (fault instanceof SyntaxError) return 'answered with something other than JSON';
  if (fault instanceof DOMException && fault.name === 'TimeoutError') return 'did not answer in time';
  const { code } = fault as { code?: unknown };
  return typeof code === 'string' ? `could not be reached (${code})` : 'could not be reached';
}
