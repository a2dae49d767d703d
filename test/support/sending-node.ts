import assert from 'node:assert/strict';
import { openMessageSender } from '../../src/features/messages/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openSealing } from '../../src/platform/sealing/index.ts';
import type { Delivery, Mail } from '../../src/platform/smtp/index.ts';
import { fakeClock } from './clock.ts';

export const accepted: Delivery = { outcome: 'accepted', code: '250', words: 'ok' };

const way = { name: 'relay', connections: 10 };

/** A node that sends: what its relay answers may be changed, and what it was handed is kept. */
export function sendingNode(db: Db, clock = fakeClock(), sealing = openSealing([Buffer.alloc(32, 1)])) {
  const sent: Mail[] = [];
  const relay = { answer: async (_: Mail): Promise<Delivery> => accepted };
  const deps = {
    db,
    clock,
    sealing,
    log: {
      warn: (..._: unknown[]): unknown => undefined,
      error: (...line: unknown[]): unknown => assert.fail(JSON.stringify(line)),
    },
    mailer: {
      ownDomains: [],
      wayTo: () => way,
      async send(mail: Mail) {
        sent.push(mail);
        return relay.answer(mail);
      },
    },
    from: { name: 'Lumen', address: 'noreply@ctl.io' },
    letterhead: {
      brand: 'Lumen',
      colors: { accent: '#2a45d6', accentText: '#ffffff', darkAccent: '#93a5ff', darkAccentText: '#10131c' },
      issuer: 'https://account.example.com',
      customerCare: { name: 'Customer Care', email: 'help@ctl.io' },
    },
  };
  return { deps, clock, relay, sent, send: openMessageSender(deps).sendDueMessages };
}
