import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase as eachDatabaseWith } from '../../../test/support/databases.ts';
import { migrations } from './audit.migrations.ts';
import { listActivity, recordEvent } from './index.ts';

const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

eachDatabase('an account reads its own events page by page, newest first, each once', async ({ db }) => {
  const clock = fakeClock();
  for (let nth = 0; nth < 23; nth++) {
    // Several in one millisecond: the order is whole all the same.
    if (nth % 3 === 0) clock.advance(1);
    const others = nth % 4 === 1;
    const event = { what: 'session-ended', outcome: 'done', from: `192.0.2.${nth}` } as const;
    await recordEvent({ db, clock }, { ...event, who: 'account:ada' });
    if (others) await recordEvent({ db, clock }, { ...event, who: 'account:bob', whom: 'account:eve' });
    if (others) await recordEvent({ db, clock }, { ...event, who: 'system', whom: 'account:ada' });
  }
  const read = [];
  for (let before: string | undefined, pages = 0; pages < 10; pages++) {
    const page = await listActivity(db, { accountId: 'ada', before, limit: 5 });
    read.push(...page.activity);
    before = page.next;
    if (!before) break;
  }
  assert.equal(read.length, 29);
  assert.equal(new Set(read.map(({ id }) => id)).size, 29);
  assert.deepEqual(
    read.map(({ at }) => at),
    read.map(({ at }) => at).sort((one, other) => other - one),
  );
  assert.equal(read.filter(({ by }) => by === 'system').length, 6);
});

eachDatabase(
  'nothing of another account is read, nor the address of whoever else did something',
  async ({ db }) => {
    const clock = fakeClock();
    const from = '198.51.100.7';
    const browser = 'Firefox on Linux';
    await recordEvent({ db, clock }, { what: 'signed-in', outcome: 'done', who: 'account:bob', from });
    await recordEvent(
      { db, clock },
      {
        what: 'link-ended-by-service',
        outcome: 'account.deleted',
        who: 'service:s',
        whom: 'account:ada',
        from,
        browser,
      },
    );
    const { activity, next } = await listActivity(db, { accountId: 'ada', limit: 50 });
    assert.equal(next, undefined);
    assert.deepEqual(
      activity.map(({ what, by, address, browser: words }) => ({ what, by, address, words })),
      [{ what: 'link-ended-by-service', by: 'service', address: undefined, words: undefined }],
    );
    assert.deepEqual((await listActivity(db, { accountId: 'ad', limit: 50 })).activity, []);
  },
);

eachDatabase('a cursor that nobody was given begins at the newest', async ({ db }) => {
  const clock = fakeClock();
  await recordEvent({ db, clock }, { what: 'signed-in', outcome: 'done', who: 'account:ada' });
  for (const before of ['', 'x', '.a', '1.', `${'9'.repeat(30)}.a`, "1.' or 1=1", '99999999999999999.a']) {
    assert.equal((await listActivity(db, { accountId: 'ada', before, limit: 5 })).activity.length, 1);
  }
});

eachDatabase(
  'of whoever tried something without saying who they are, the owner reads from where',
  async ({ db }) => {
    const clock = fakeClock();
    const tried = { what: 'recovery-begun', outcome: 'done', who: 'nobody', whom: 'account:ada' } as const;
    await recordEvent({ db, clock }, { ...tried, from: '198.51.100.7', browser: 'Edge on Windows' });
    const [first] = (await listActivity(db, { accountId: 'ada', limit: 1 })).activity;
    assert.deepEqual(
      [first?.by, first?.address, first?.browser],
      ['nobody', '198.51.100.7', 'Edge on Windows'],
    );
  },
);
