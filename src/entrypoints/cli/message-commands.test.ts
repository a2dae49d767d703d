import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eachDatabase, type FreshDatabase } from '../../../test/support/databases.ts';
import { accepted, sendingNode } from '../../../test/support/sending-node.ts';
import { type NewMessage, recordMessage } from '../../features/messages/index.ts';
import { startRegistration } from '../../features/registration/index.ts';
import { days, hours } from '../../kernel/index.ts';
import { runMessageCommand } from './index.ts';
import { plain } from './text-table.ts';

const notice: NewMessage = {
  kind: 'account-created',
  to: 'ada@example.com',
  about: 'account:ada',
  fields: { firstName: 'Canary' },
};

/** A node that sends, and the command line beside it. */
function operated(db: FreshDatabase['db']) {
  const node = sendingNode(db);
  const deps = { ...node.deps, issuer: 'https://account.example.com' };
  const run = (
    name: Parameters<typeof runMessageCommand>[1],
    options: Parameters<typeof runMessageCommand>[2] = {},
  ) => runMessageCommand(deps, name, options);
  const record = async (change: Partial<NewMessage> = {}) =>
    (await recordMessage(node.deps, { ...notice, ...change } as NewMessage)).id;
  const stateOf = async (id: string) =>
    (await db.selectFrom('messages').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;
  return { ...node, run, record, stateOf };
}

const token = (expiresAt: number, about: `registration:${string}` = 'registration:gone'): NewMessage => ({
  kind: 'registration-token',
  to: 'ada@example.com',
  about,
  fields: { token: 'ABCD-EFGH', link: 'https://account.example.com/', expiresAt },
});

eachDatabase(
  'messages are listed by state, address and what they are about, the newest first',
  async ({ db }) => {
    const { run, record, send, clock } = operated(db);
    const first = await record();
    await send();
    clock.advance(1000);
    const second = await record({ to: 'bob@example.com', about: 'account:bob' });
    const ids = async (options: Parameters<typeof run>[1]) => {
      const { text } = await run('list', { ...options, json: true });
      return (JSON.parse(text) as { id: string }[]).map(({ id }) => id);
    };
    assert.deepEqual(await ids({}), [second, first]);
    assert.deepEqual(await ids({ limit: '1' }), [second]);
    assert.deepEqual(await ids({ state: 'sent' }), [first]);
    assert.deepEqual(await ids({ to: ' Bob@Example.com' }), [second]);
    assert.deepEqual(await ids({ about: 'account:ada' }), [first]);
    clock.advance(1000);
    const abroad = await record({ to: 'zoe@xn--bcher-kva.example' });
    assert.deepEqual(await ids({ to: 'Zoe@Bücher.example' }), [abroad]);
    await db.updateTable('messages').set({ recipient: '+15555550123' }).where('id', '=', abroad).execute();
    assert.deepEqual(await ids({ to: '+1-555-555-0123' }), [abroad]);
    assert.match((await run('list', { limit: '1' })).text, / \+1 555 555 0123$/m);
    assert.deepEqual(await ids({ to: '+1 555 555 0123' }), [abroad]);
    assert.deepEqual(await ids({ to: 'nobody' }), []);
    await db.deleteFrom('messages').where('id', '=', abroad).execute();
    const { text } = await run('list');
    assert.match(text, /^ID {8}RECORDED \(UTC\) {7}STATE {6}KIND {18}TO$/m);
    assert.match(text, /2026-05-04 09:00:01 {2}queued {5}account-created {7}bob@example\.com$/m);
    for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
    await assert.rejects(run('list', { state: 'lost' }), /no state "lost".*queued, sending/);
    await assert.rejects(run('list', { limit: '0' }), /--limit/);
  },
);

eachDatabase('a message is shown with every step, and never with what fills it', async ({ db }) => {
  const { run, record, send, relay } = operated(db);
  const id = await record();
  relay.answer = async () => ({
    outcome: 'not-now',
    code: '451',
    words: `4.7.1 ${'please come again later '.repeat(11)}`,
    server: 'mx.example.com',
  });
  await send();
  for (const json of [false, true]) {
    const { text, code } = await run('show', { id: id.slice(0, 6), json });
    assert.equal(code, 0);
    for (const part of [id, 'queued', 'sending', 'deferred', '451', 'mx.example.com', 'smtp', 'come again']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    assert.doesNotMatch(text, /Canary|sealed/i);
    if (!json) for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
  }
});

eachDatabase('an id may be shortened as long as it means one message', async ({ db }) => {
  const { run, record } = operated(db);
  const id = await record();
  const message = await db.selectFrom('messages').selectAll().executeTakeFirstOrThrow();
  const twin = `${id.slice(0, 5)}${id[5] === '_' ? 'x' : '_'}${id.slice(6)}`;
  await db
    .insertInto('messages')
    .values({ ...message, id: twin })
    .execute();
  assert.equal((await run('show', { id: id.slice(0, 6) })).code, 0);
  assert.match((await run('show', { id: id.slice(0, 5) })).text, /More than one/);
  assert.match((await run('show', { id: 'nope' })).text, /There is no message nope/);
  assert.match((await run('show', { id: '' })).text, /at least 4/);
  // Nothing in it is a pattern.
  assert.match((await run('show', { id: '____' })).text, /There is no message/);
  assert.match((await run('show', { id: '%%%%' })).text, /There is no message/);
});

eachDatabase(
  'a message that was refused or given up is tried again, though its address had bounced',
  async ({ db }) => {
    const { run, record, send, relay, stateOf, clock, sent } = operated(db);
    const id = await record();
    relay.answer = async () => ({ outcome: 'refused', code: '550', words: '5.1.1 no such mailbox' });
    await send();
    assert.equal(await stateOf(id), 'bounced');
    relay.answer = async () => accepted;
    clock.advance(days(2));
    const { text, code } = await run('retry', { id: id.slice(0, 8) });
    assert.deepEqual([text, code], ['The message to ada@example.com is tried again at once.', 0]);
    await send();
    assert.deepEqual([await stateOf(id), sent.length], ['sent', 2]);
    assert.match((await run('show', { id })).text, /queued +operator/);
  },
);

eachDatabase('what cannot be sent again is said in a sentence', async ({ db }) => {
  const { run, record, send, relay, stateOf } = operated(db);
  const sentId = await record();
  await send();
  const gone = await run('retry', { id: sentId });
  assert.equal(gone.code, 1);
  assert.match(gone.text, /is gone/);
  const { promise, resolve } = Promise.withResolvers<typeof accepted>();
  relay.answer = () => promise;
  const busyId = await record();
  const sending = send();
  while ((await stateOf(busyId)) !== 'sending') await sleep(5);
  assert.match((await run('retry', { id: busyId })).text, /being tried at this moment/);
  resolve(accepted);
  await sending;
});

eachDatabase(
  'a token that is of no use any more is made anew by its registration, and counts on nobody',
  async ({ db }) => {
    const { run, send, sent, clock, deps } = operated(db);
    const browser = 'browser-of-ada';
    const started = await startRegistration(deps, {
      browser,
      email: 'ada@example.com',
      address: '192.0.2.1',
    });
    assert.ok(started.ok);
    const registration = await db.selectFrom('registrations').select('id').executeTakeFirstOrThrow();
    const about = `registration:${registration.id}` as const;
    const { id } = await recordMessage(deps, token(clock.now() + hours(1), about));
    await send();
    clock.advance(hours(2));
    const { text, code } = await run('retry', { id });
    assert.deepEqual([code, /A new token is sent to ada@example\.com/.test(text)], [0, true], text);
    await send();
    assert.equal(sent.length, 2);
    assert.doesNotMatch(sent[1]?.text ?? '', /ABCD-EFGH/);
    const [event] = await db.selectFrom('auditEvents').selectAll().where('what', '=', 'token-sent').execute();
    assert.equal(event?.who, 'operator');
    const counters = await db.selectFrom('throttleCounters').select('budget').execute();
    assert.ok(!counters.some(({ budget }) => budget.startsWith('new-token')));
  },
);

eachDatabase('a token that expired before it could be sent is not sent after all', async ({ db }) => {
  const { run, send, sent, clock, deps } = operated(db);
  const { id } = await recordMessage(deps, token(clock.now() + hours(1)));
  clock.advance(hours(2));
  await send();
  const { text, code } = await run('retry', { id });
  assert.deepEqual([code, /registration is over/.test(text)], [1, true], text);
  await send();
  assert.deepEqual(sent, []);
});

eachDatabase(
  'a token whose registration is over, or moved to another address, is not made anew',
  async ({ db }) => {
    const { run, send, sent, clock, deps } = operated(db);
    const { id } = await recordMessage(deps, token(clock.now() + hours(1)));
    await send();
    const { text, code } = await run('retry', { id });
    assert.equal(code, 1);
    assert.match(text, /registration is over/);
    await send();
    assert.equal(sent.length, 1);
  },
);

test('what others have written moves nothing on the terminal', () => {
  assert.equal(plain('\u001b[2Jred\r\nline\u202e \u0007x\u009b2J'), '[2Jred line x 2J');
  assert.equal(plain(`Z${'\u0351'.repeat(50)}`), `Z${'\u0351'.repeat(8)}`, 'nor runs over other lines');
  assert.equal(plain('می\u200Cخواهم'), 'می\u200Cخواهم');
});
