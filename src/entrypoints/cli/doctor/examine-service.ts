import { seconds } from '../../../kernel/index.ts';
import { fetchGuarded } from '../../../platform/fetch/index.ts';
import { certificateFinding } from './certificate.ts';
import { attention, type Finding, fault, kindOf, well } from './finding.ts';

export interface ExaminedService {
  id: string;
  verifier: { url: string };
  client: { internalHosts: readonly string[] };
}

/** Nobody's: a verifier that looked at it at all would say so. */
const NOBODY = { username: 'master-account-doctor', password: 'not-a-password' };

/** Whether a verifier can be reached, and turns away a call that we did not sign. */
export async function examineService(
  { id, verifier, client }: ExaminedService,
  now: number,
): Promise<Finding[]> {
  const about = `verifier ${id}`;
  let status: number;
  try {
    const answer = await fetchGuarded(verifier.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(NOBODY),
      signal: AbortSignal.timeout(seconds(3)),
      internalHosts: client.internalHosts,
    });
    await answer.body?.cancel();
    status = answer.status;
  } catch (cause) {
    const todo = `Look whether ${new URL(verifier.url).origin} runs and can be reached from here; its certificate; internalHosts.`;
    return [fault(about, `cannot be reached (${kindOf(cause)})`, todo)];
  }
  return [judge(about, status), ...(await certificateFinding(about, verifier.url, now))];
}

function judge(about: string, status: number): Finding {
  if (status === 401 || status === 403) return well(about, `turns away what is not signed (${status})`);
  if (status >= 200 && status < 300) {
    const todo =
      'Have it check webhook-signature before anything else (docs/service-contract.md): else anybody can try passwords there.';
    return fault(about, `answers calls that are not signed (${status})`, todo);
  }
  if (status === 404 || status === 405) {
    return fault(about, `there is nothing to call at its address (${status})`, 'Look at verifier.url.');
  }
  const todo = 'It should turn away what is not signed with 401 (docs/service-contract.md).';
  return attention(about, `answers a call that is not signed with ${status}`, todo);
}
