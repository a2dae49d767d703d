// The demo's phone: every text message that is sent in the demo arrives here, over the gateway contract
// (docs/sms-gateway.md). It has no port of its own: the mailbox's web server serves it under /phone.
//   phone-routes.ts       the page, GET /api/texts, and POST /phone/gateway
//   answer-call.ts        one call of Master Account: checks who it is from, keeps the text, answers
//   behaviours.ts         numbers that something goes wrong with, by their last two digits
//   tell-words.ts         tells Master Account later what became of a text
//   texts.queries.ts      the newest 500 texts and what is still to be told of them, in SQLite
//   text-list.page.ts     what the page looks like
import { join } from 'node:path';
import type { Hono } from 'hono';
import { type Clock, seconds } from '../../src/kernel/index.ts';
import { smsSecretOf } from '../demo-secrets.ts';
import type { Running } from '../listen.ts';
import { phoneRoutes } from './phone-routes.ts';
import { openTellWords } from './tell-words.ts';
import { openTexts } from './texts.queries.ts';

export interface PhoneSettings {
  dataDirectory: string;
  clock: Clock;
  /** How long it takes until it is known what became of a text, in milliseconds. */
  wordAfter?: number | undefined;
}

/** Opens the phone; whoever has a web server mounts its routes. */
export function openPhone({
  dataDirectory,
  clock,
  wordAfter = seconds(3),
}: PhoneSettings): Running & { routes: Hono } {
  const database = openTexts(join(dataDirectory, 'demo', 'phone.sqlite'));
  const secret = smsSecretOf(dataDirectory);
  const words = openTellWords({ database, clock, secret });
  return {
    routes: phoneRoutes({ database, clock, secret, wordAfter, tell: words.tell }),
    async stop() {
      await words.stop();
      database.close();
    },
  };
}
