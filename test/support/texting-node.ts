import { type NewMessage, openMessageSender } from '../../src/features/messages/index.ts';
import { type Instant, minutes } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import type { TextDelivery, TextMessage } from '../../src/platform/sms/index.ts';
import { fakeClock } from './clock.ts';
import { sendingNode } from './sending-node.ts';

/** A node that sends texts: what its gateway answers may be changed, and what it was handed is kept. */
export function textingNode(db: Db, clock = fakeClock()) {
  const texts: TextMessage[] = [];
  const gateway = {
    answer: async (_: TextMessage): Promise<TextDelivery> => ({
      outcome: 'accepted',
      code: '200',
      words: 'ok',
    }),
  };
  const sms = {
    allowedPrefixes: ['+1', '+44'],
    send(text: TextMessage) {
      texts.push(text);
      return gateway.answer(text);
    },
  };
  const deps = { ...sendingNode(db, clock).deps, sms };
  return { deps, clock, gateway, texts, send: openMessageSender(deps).sendDueMessages };
}

/** A token for a phone, asked for now. */
export const phoneToken = (to: string, now: Instant): NewMessage => ({
  kind: 'phone-token',
  to,
  about: 'account:ada',
  fields: { token: 'ABCD-EFGH', expiresAt: now + minutes(10) },
});
