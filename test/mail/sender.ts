// The sender of the product with its own database and its own mailer, and nothing in between it and a Postfix.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type DeliveryReport, reportOf } from '../../src/features/messages/delivery-report.ts';
import { listEvents } from '../../src/features/messages/events.queries.ts';
import {
  openMessageSender,
  recordMessage,
  returnPathOf,
  type SendingDeps,
} from '../../src/features/messages/index.ts';
import { decisiveEvent, stateOf, type What } from '../../src/features/messages/message-state.ts';
import { findMessage, type Message } from '../../src/features/messages/messages.queries.ts';
import { openMailer, type SmtpSettings } from '../../src/platform/smtp/index.ts';
import { type FreshDatabase, freshDatabase } from '../support/databases.ts';
import { until } from '../support/postfix.ts';
import { sendingNode } from '../support/sending-node.ts';

/** One step, as the tests compare it: `bounced 550 5.1.1 <ada@example.com>: …`. */
export interface Said {
  what: string;
  source: string;
  code: string | null;
  words: string | null;
}

export interface Sender {
  deps: SendingDeps;
  clock: ReturnType<typeof movableClock>;
  /** What uses the database, and is stopped before it is gone. */
  outlives: FreshDatabase['outlives'];
  /** Records a message to the address. */
  record(address: string): Promise<string>;
  sendDueMessages(): Promise<void>;
  /** Records one, and tries it once. */
  sendTo(address: string): Promise<string>;
  /** Lets the time for its next try come, and tries it. */
  tryAgain(id: string): Promise<Message>;
  message(id: string): Promise<Message>;
  /** Waits for something to happen to the message, and gives back who said so, and how. */
  learns(id: string, what: What): Promise<Said>;
  /** Waits for a state of the message, and gives back what decided it. */
  becomes(id: string, state: Message['state']): Promise<Said>;
  /** What "Where's my email?" says. */
  report(id: string): Promise<Pick<DeliveryReport, 'state' | 'reason'>>;
  /** All that is known to have happened, but for our own taking up. */
  history(id: string): Promise<Said[]>;
}

/** The domain of the return paths that the tests have. */
export const returnDomain = 'bounces.example.com';

/** Bounces of each try come to a return path of its own; with `reports`, deliveries are reported too. */
export const followed =
  ({ domain = returnDomain, reports = true } = {}): NonNullable<SendingDeps['follow']> =>
  (trace) => ({
    returnPath: returnPathOf(trace, domain),
    ...(reports && { reports: { envelopeId: trace } }),
  });

/** The machine's clock, which a test may put forward. */
export function movableClock() {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (duration: number) => {
      ahead += duration;
    },
  };
}

export async function aSender(
  t: TestContext,
  relay: Partial<SmtpSettings> & { port: number },
  { follow, fresh }: { follow?: SendingDeps['follow']; fresh?: FreshDatabase } = {},
): Promise<Sender> {
  const clock = movableClock();
  const { db, outlives } = fresh ?? (await freshDatabase('sqlite', t));
  const mailer = openMailer({ host: '127.0.0.1', secure: false, requireTls: false, ...relay }, { clock });
  t.after(() => mailer.close());
  const deps = { ...sendingNode(db).deps, clock, mailer, follow };
  const { sendDueMessages } = openMessageSender(deps);
  const record = async (to: string) => {
    const fields = { firstName: 'Ada' };
    const recorded = await recordMessage(deps, { kind: 'account-created', to, about: 'account:ada', fields });
    return recorded.id;
  };
  const message = async (id: string) => (await findMessage(db, id)) ?? assert.fail('The message is there.');
  const history = async (id: string) =>
    (await listEvents(db, id))
      .filter(({ what }) => what !== 'queued' && what !== 'sending')
      .map(({ what, source, code, words }) => ({ what, source, code, words }));
  return {
    deps,
    message,
    history,
    clock,
    outlives,
    record,
    sendDueMessages,
    async sendTo(to) {
      const id = await record(to);
      await sendDueMessages();
      return id;
    },
    async tryAgain(id) {
      const { dueAt } = await message(id);
      clock.advance(Math.max(dueAt - clock.now(), 0));
      await sendDueMessages();
      return message(id);
    },
    async report(id) {
      const { state, reason } = reportOf(await message(id), await listEvents(db, id));
      return reason === undefined ? { state } : { state, reason };
    },
    async learns(id, what) {
      const found = async () => (await history(id)).find((said) => said.what === what);
      await until(`the message is ${what}`, async () => (await found()) !== undefined);
      return (await found()) ?? assert.fail('It is there.');
    },
    async becomes(id, state) {
      await until(`the message becomes ${state}`, async () => (await message(id)).state === state);
      const events = await listEvents(db, id);
      assert.equal(stateOf(events), state);
      return decisiveEvent(events) ?? assert.fail('Something decided it.');
    },
  };
}
