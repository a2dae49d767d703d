import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeClock, someMorning } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { hours, minutes, newId, seconds } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { reportOf } from './delivery-report.ts';
import { deliveryReport, fileWord, recordMessage } from './index.ts';
import type { What } from './message-state.ts';
import { traceOf } from './message-trace.ts';
import { findMessage } from './messages.queries.ts';
import { claimMessage, settleTry } from './sending/tries.queries.ts';

const recipient = 'ada@example.com';
const message = { recipient, sentAt: null, learnedAt: null };
const nothingSaid = { source: 'worker', code: null, words: null, server: null } as const;

/** What happened, each a second after the one before, in the first try unless it says another. */
const events = (...happened: (What | ({ what: What } & Partial<Parameters<typeof reportOf>[1][number]>))[]) =>
  happened.map((each, index) => ({
    ...nothingSaid,
    try: 1,
    at: someMorning + seconds(index),
    ...(typeof each === 'string' ? { what: each } : each),
  }));

const stateAfter = (...happened: Parameters<typeof events>) => reportOf(message, events(...happened)).state;

test('whatever is not over is waited for', () => {
  assert.deepEqual(reportOf(message, []), { state: 'waiting', timeline: [] });
  for (const last of ['queued', 'sending', 'held', 'deferred'] as const) {
    assert.equal(stateAfter('queued', last), 'waiting', last);
  }
  assert.equal(stateAfter('queued', 'sent', 'delayed'), 'waiting');
  assert.equal(stateAfter('bounced', { what: 'queued', source: 'operator', try: 2 }), 'waiting');
});

test('accepted counts as sent from the instant of acceptance, until something else is heard', () => {
  const report = reportOf(message, events('queued', 'sending', 'sent'));
  assert.equal(report.state, 'sent');
  assert.equal(report.at, someMorning + seconds(2));
  assert.equal(report.reason, undefined);
  assert.equal(stateAfter('sent', 'delivered'), 'sent');
  assert.equal(stateAfter('sent', { what: 'bounced', source: 'bounce' }), 'bounced');
  assert.equal(stateAfter('sent', { what: 'blocked', source: 'bounce' }), 'blocked');
  assert.equal(stateAfter({ what: 'bounced', source: 'bounce' }, 'sent'), 'bounced', 'in whatever order');
});

test('what was given up was bounced, for the reason of the last reply', () => {
  const reply = { source: 'smtp', code: '452' } as const;
  const report = reportOf(
    message,
    events(
      { what: 'deferred', ...reply, words: '4.2.2 The mailbox is full' },
      { what: 'deferred', try: 2, ...reply, words: '4.2.2 The mailbox is still full' },
      { what: 'abandoned', try: 3, words: 'Its time is over.' },
    ),
  );
  assert.equal(report.state, 'bounced');
  assert.equal(report.reason, 'The mailbox is still full');
  assert.equal(report.at, someMorning + seconds(2));
  const never = reportOf(message, events({ what: 'abandoned', words: 'Its time is over.' }));
  assert.equal(never.reason, 'no mail server took it in time');
});

test('the reason is made safe, and where a server gave none a sentence stands', () => {
  const bounce = { what: 'bounced', source: 'bounce', code: '5.1.1' } as const;
  const words = '550 5.1.1 <boss@gmail.com>: see https://evil.example';
  assert.equal(
    reportOf(message, events({ ...bounce, words })).reason,
    '(another address): see (web address removed)',
  );
  for (const silent of [null, '550 5.1.1', 'https://evil.example']) {
    const { reason } = reportOf(message, events({ ...bounce, words: silent }));
    assert.equal(reason, 'the receiving server gave no reason');
  }
});

test('what goes wrong between us and our relay is told to nobody', () => {
  const told = JSON.stringify(
    reportOf(
      message,
      events(
        { what: 'deferred', source: 'smtp', words: 'connect ECONNREFUSED 10.0.0.5:2525' },
        { what: 'deferred', source: 'smtp', code: '535', words: '5.7.8 Password of relay-user is wrong' },
        { what: 'deferred', source: 'worker', words: 'A fault of our own.' },
        'abandoned',
      ),
    ),
  );
  assert.doesNotMatch(told, /ECONN|10\.0|relay-user|our own/);
});

test('the timeline tells each step in plain words, oldest first, with the server where it has a name', () => {
  const { timeline } = reportOf(
    message,
    events(
      { what: 'queued', try: 0 },
      'sending',
      { what: 'deferred', source: 'smtp', code: '451', words: '4.7.1 Greylisted' },
      { what: 'sending', try: 2 },
      { what: 'sent', source: 'smtp', code: '250', words: 'ok', try: 2, server: 'MX.example.com' },
      { what: 'bounced', source: 'bounce', words: 'No such mailbox', try: 2, server: 'mx <b>evil</b>' },
    ).reverse(),
  );
  assert.deepEqual(
    timeline.map(({ at, text }) => [(at - someMorning) / 1000, text]),
    [
      [0, 'Queued'],
      [2, 'Not taken yet: Greylisted'],
      [4, 'Accepted by mx.example.com'],
      [5, 'Bounced: No such mailbox'],
    ],
  );
});

test('the timeline goes by the time of each step, not by what usually comes when', () => {
  const late = events('sent', 'delivered', { what: 'delayed', source: 'bounce' });
  assert.deepEqual(
    reportOf(message, late.reverse()).timeline.map(({ text }) => text),
    ['Accepted', 'Delivered', 'Still being passed on'],
  );
});

test('a server that reports without end fills no page', () => {
  const delays = Array.from({ length: 500 }, () => ({ what: 'delayed', source: 'bounce' }) as const);
  const { timeline } = reportOf(message, events('queued', ...delays, 'delivered'));
  assert.equal(timeline.length, 20);
  assert.deepEqual([timeline[0]?.text, timeline.at(-1)?.text], ['Queued', 'Delivered']);
});

const sealing = openSealing([Buffer.alloc(32, 5)]);
const about = 'registration:r1';
const asked = { about, to: recipient, kind: 'registration-token' } as const;

async function recorded(db: Db, clock = fakeClock()) {
  const fields = { token: 'AAAA-AAAA', link: 'https://x', expiresAt: clock.now() + hours(24) };
  const { id } = await recordMessage({ db, clock, sealing }, { ...asked, fields });
  return { id, clock };
}

async function accepted(db: Db, id: string, now: number): Promise<void> {
  await claimMessage(db, { id, now, leasedUntil: now + minutes(1) });
  const claimed = await findMessage(db, id);
  assert.ok(claimed);
  const sentAs = { sentKind: 'already-registered', sentSubject: 'You already have an account' };
  await settleTry(db, { message: claimed, outcome: { step: { what: 'sent', source: 'smtp' }, sentAs }, now });
}

eachDatabase('the report follows a message that was accepted and came back later', async ({ db }) => {
  const { id, clock } = await recorded(db);
  assert.equal((await deliveryReport({ db }, asked)).state, 'waiting');
  clock.advance(seconds(2));
  await accepted(db, id, clock.now());
  const sent = await deliveryReport({ db }, asked);
  assert.deepEqual(
    [sent.state, sent.at, sent.sentAt, sent.learnedAt],
    ['sent', ...Array(3).fill(clock.now())],
  );

  clock.advance(minutes(2));
  const trace = traceOf(sealing, { messageId: id, try: 1 });
  const word = {
    trace,
    what: 'bounced',
    at: clock.now(),
    source: 'bounce',
    words: 'No such mailbox',
  } as const;
  await fileWord({ db, clock, sealing }, { ...word, wordId: 'one' });
  const bounced = await deliveryReport({ db }, asked);
  assert.deepEqual([bounced.state, bounced.at, bounced.reason], ['bounced', clock.now(), 'No such mailbox']);
  assert.equal(bounced.sentAt, sent.sentAt);
  assert.equal(bounced.learnedAt, clock.now());
});

eachDatabase(
  'it is about the newest message, to that address, about that thing, of that kind',
  async ({ db }) => {
    const { id, clock } = await recorded(db);
    await accepted(db, id, clock.now());
    for (const other of [
      { to: 'eve@example.com' },
      { about: `registration:${newId()}` },
      { kind: 'already-registered' as const },
    ]) {
      assert.deepEqual(await deliveryReport({ db }, { ...asked, ...other }), {
        state: 'waiting',
        timeline: [],
      });
    }
    clock.advance(minutes(1));
    await recorded(db, clock);
    assert.equal((await deliveryReport({ db }, asked)).state, 'waiting');
  },
);
