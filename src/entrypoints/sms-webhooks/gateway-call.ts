import { z } from 'zod';
import type { Word } from '../../features/messages/index.ts';
import { verifySignedCall } from '../../features/services/index.ts';
import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';

/** Fields that we do not know are ignored. */
const wordBody = z.object({
  trace: z.string().min(1).max(100),
  status: z.enum(['delivered', 'delayed', 'undeliverable', 'blocked']),
  at: z.iso.datetime({ offset: true }),
  eventId: z.string().min(1).max(200),
  code: z.union([z.string().max(100), z.int()]).optional(),
  reason: z.string().max(4000).optional(),
});

export interface GatewayCall {
  body: string;
  /** The headers `webhook-…`. */
  header(name: string): string;
}

/** @param secret `whsec_…` */
export function readGatewayCall(
  deps: { clock: Clock },
  secret: string,
  { body, header }: GatewayCall,
): Result<Word, 'not-signed' | 'wrong-signature' | 'stale' | 'unreadable'> {
  const [id, timestamp, signature] = [header('id'), header('timestamp'), header('signature')];
  const verdict = verifySignedCall(deps, secret, { body, id, timestamp, signature });
  if (!verdict.ok) return verdict;
  const said = wordBody.safeParse(parsed(body)).data;
  if (!said) return refuse('unreadable');
  const { trace, status, at, eventId, code, reason } = said;
  return ok({
    trace,
    what: status === 'undeliverable' ? 'bounced' : status,
    at: Date.parse(at),
    source: 'sms-gateway',
    wordId: eventId,
    code: code === undefined ? undefined : String(code),
    words: reason,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
