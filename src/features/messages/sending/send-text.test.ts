import assert from 'node:assert/strict';
import { eachDatabase as eachDatabaseWith, type FreshDatabase } from '../../../../test/support/databases.ts';
import { phoneToken, textingNode } from '../../../../test/support/texting-node.ts';
import { minutes, seconds } from '../../../kernel/index.ts';
import type { TextDelivery } from '../../../platform/sms/index.ts';
import { migrations as accountsMigrations } from '../../accounts/index.ts';
import { migrations as throttleMigrations } from '../../throttle/index.ts';
import { fileWord } from '../file-word.ts';
import { migrations as messagesMigrations } from '../messages.migrations.ts';
import { recordMessage } from '../record-message.ts';
import { openMessageSender } from './message-sender.ts';

const migrations = [...accountsMigrations, ...messagesMigrations, ...throttleMigrations];
const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });
const to = '+15555550100';
const busy: TextDelivery = { outcome: 'not-now', code: '503', words: 'busy' };

const onlyMessage = (db: FreshDatabase['db']) =>
  db.selectFrom('messages').selectAll().executeTakeFirstOrThrow();
const lastEvent = (db: FreshDatabase['db'], what: 'bounced' | 'blocked' | 'deferred' | 'sent') =>
  db.selectFrom('messageEvents').selectAll().where('what', '=', what).executeTakeFirstOrThrow();

eachDatabase('a text is sent to its number as one, and what filled it is gone after', async ({ db }) => {
  const { deps, send, texts, clock } = textingNode(db);
  const { id } = await recordMessage(deps, phoneToken(to, clock.now()));
  await send();
  assert.partialDeepStrictEqual(texts, [{ id, to }]);
  assert.match(texts[0]?.text ?? '', /^ABCD-EFGH is your Lumen .+\n@account\.example\.com #ABCD-EFGH$/s);
  const { state, channel, sentKind, sentSubject, sealedFields, sentAt } = await onlyMessage(db);
  assert.deepEqual(
    { state, channel, sentKind, sentSubject, sealedFields, sentAt },
    {
      state: 'sent',
      channel: 'sms',
      sentKind: 'phone-token',
      sentSubject: null,
      sealedFields: null,
      sentAt: clock.now(),
    },
  );
  assert.equal((await lastEvent(db, 'sent')).source, 'sms');
});

eachDatabase('a text that a gateway refuses is bounced or blocked, as the gateway says', async ({ db }) => {
  const { deps, send, gateway, clock } = textingNode(db);
  for (const [index, what] of (['bounced', 'blocked'] as const).entries()) {
    // A code that begins with 4 says nothing here: only mail servers' codes do.
    gateway.answer = async () => ({ outcome: 'refused', what, code: '404', words: 'as it says' });
    await recordMessage(deps, phoneToken(`+1555555020${index}`, clock.now()));
    await send();
    const { code, words, source } = await lastEvent(db, what);
    assert.deepEqual([code, words, source], ['404', 'as it says', 'sms']);
  }
});

eachDatabase(
  'every try of a text has a trace of its own, and a word about the last one tells the state',
  async ({ db }) => {
    const { deps, send, texts, gateway, clock } = textingNode(db);
    const answer = gateway.answer;
    gateway.answer = async () => busy;
    await recordMessage(deps, phoneToken(to, clock.now()));
    await send();
    assert.equal((await onlyMessage(db)).state, 'deferred');
    gateway.answer = answer;
    clock.advance(seconds(10));
    await send();
    const [first, second] = texts;
    assert.equal(first?.id, second?.id);
    assert.notEqual(first?.trace, second?.trace);
    const said = { at: clock.now(), source: 'sms-gateway', wordId: '1' } as const;
    await fileWord(deps, { ...said, trace: first?.trace ?? '', what: 'bounced' });
    assert.equal((await onlyMessage(db)).state, 'sent', 'the first try is over');
    await fileWord(deps, { ...said, trace: second?.trace ?? '', what: 'bounced' });
    assert.equal((await onlyMessage(db)).state, 'bounced');
  },
);

eachDatabase('a gateway that asks for a pause is left alone for so long', async ({ db }) => {
  const { deps, send, texts, gateway, clock } = textingNode(db);
  gateway.answer = async () => ({ ...busy, retryAfter: minutes(2) });
  await recordMessage(deps, phoneToken(to, clock.now()));
  await send();
  clock.advance(minutes(2) - 1);
  await send();
  assert.equal(texts.length, 1);
  clock.advance(1);
  await send();
  assert.equal(texts.length, 2);
});

eachDatabase('a text is given up with its token, after ten minutes', async ({ db }) => {
  const { deps, send, texts, gateway, clock } = textingNode(db);
  gateway.answer = async () => busy;
  await recordMessage(deps, phoneToken(to, clock.now()));
  for (let passed = 0; passed < 20; passed++) {
    await send();
    clock.advance(minutes(1));
  }
  assert.equal((await onlyMessage(db)).state, 'abandoned');
  assert.ok(texts.length > 2 && texts.length < 8, `tried ${texts.length} times`);
});

eachDatabase(
  'without a gateway a text waits, and is sent by the node that has one again',
  async ({ db, open }) => {
    const { deps, send, texts, clock } = textingNode(db);
    await recordMessage(deps, phoneToken(to, clock.now()));
    await openMessageSender({ ...deps, db: open(), sms: undefined }).sendDueMessages();
    assert.equal((await onlyMessage(db)).state, 'deferred');
    clock.advance(seconds(10));
    await send();
    assert.equal(texts.length, 1);
  },
);
