import { type Clock, seconds } from '../../kernel/index.ts';
import { AnswerTooLarge, fetchGuarded, readLimited } from '../fetch/index.ts';
import { readRetryAfter } from './retry-after.ts';

const TIME_LIMIT = seconds(10);

export interface GatewayCall {
  /** From the configuration, and from nowhere else. */
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Hosts inside the company's network that may be asked. */
  internalHosts: readonly string[];
}

export interface GatewayAnswer {
  status: number;
  /** As JSON; undefined where it is none. */
  body: unknown;
  retryAfter: number | undefined;
}

/** Asks once. What keeps an answer from coming is told in a sentence, which never quotes what was sent or answered. */
export async function askGateway(
  { clock }: { clock: Clock },
  { url, headers, body, internalHosts }: GatewayCall,
): Promise<GatewayAnswer | { fault: string }> {
  try {
    const response = await fetchGuarded(url, {
      method: 'POST',
      headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
      body,
      signal: AbortSignal.timeout(TIME_LIMIT),
      internalHosts,
    });
    const retryAfter = readRetryAfter(response.headers.get('retry-after'), clock.now());
    return { status: response.status, body: parsed(await readLimited(response)), retryAfter };
  } catch (fault) {
    return { fault: reasonOf(fault) };
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function reasonOf(fault: unknown): string {
  if (fault instanceof AnswerTooLarge) return 'The SMS gateway answered with too much.';
  if (fault instanceof DOMException && fault.name === 'TimeoutError') {
    return 'The SMS gateway did not answer in time.';
  }
  const { code } = fault as { code?: unknown };
  const why = typeof code === 'string' ? ` (${code})` : '';
  return `The SMS gateway could not be reached${why}.`;
}
