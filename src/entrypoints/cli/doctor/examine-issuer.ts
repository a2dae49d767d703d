import { seconds } from '../../../kernel/index.ts';
import { certificateFinding } from './certificate.ts';
import { attention, type Finding, fault, kindOf, well } from './finding.ts';

/** Whether the public address leads to a server of ours that is ready. */
export async function examineIssuer(issuer: string, now: number): Promise<Finding[]> {
  const about = 'public address';
  try {
    const answer = await ask(`${issuer}/.well-known/openid-configuration`);
    const said = (await answer.json().catch(() => undefined)) as { issuer?: unknown } | undefined;
    if (answer.status !== 200 || said?.issuer === undefined) {
      const todo = 'Look whether the proxy leads here, and to listen.port.';
      return [fault(about, `${issuer} is answered by something else (${answer.status})`, todo)];
    }
    if (said.issuer !== issuer) {
      return [
        fault(about, `${issuer} leads to a server for another address`, 'Look at issuer, there and here.'),
      ];
    }
    return [
      well(about, `${issuer} answers`),
      ...(await readinessFinding(issuer)),
      ...(await certificateFinding(about, issuer, now)),
    ];
  } catch (cause) {
    const todo = 'Start the server; look at DNS, the proxy and its certificate.';
    return [fault(about, `${issuer} does not answer (${kindOf((cause as Error).cause ?? cause)})`, todo)];
  }
}

async function readinessFinding(issuer: string): Promise<Finding[]> {
  const { status } = await ask(`${issuer}/health/ready`);
  if (status === 200) return [well('readiness', 'the server is ready')];
  const todo = 'Read /health/ready: it names what does not hold.';
  return [attention('readiness', `the server says that it is not ready (${status})`, todo)];
}

const ask = (address: string): Promise<Response> =>
  fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(seconds(5)) });
