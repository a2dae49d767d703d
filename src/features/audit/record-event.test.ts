import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase as eachDatabaseWith } from '../../../test/support/databases.ts';
import { migrations } from './audit.migrations.ts';
import { recordEvent } from './record-event.ts';

const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });
const linked = {
  what: 'service-account-proven',
  outcome: 'linked',
  who: 'account:ada',
  serviceId: 'managed-hosting',
  from: '192.0.2.1',
  browser: 'Firefox on Linux',
  reference: 'K7QM-2XWD',
} as const;

eachDatabase('an event is kept with all that is known of it', async ({ db }) => {
  const clock = fakeClock();
  await recordEvent({ db, clock }, linked);
  const [event] = await db.selectFrom('auditEvents').selectAll().execute();
  assert.ok(event);
  const { id, ...rest } = event;
  assert.equal(id.length, 22);
  assert.deepEqual(
    { ...rest },
    {
      ...linked,
      ...{ at: clock.now(), whom: null, reason: null },
      operatingUser: null,
      ...{ sequence: null, hash: null, fromDigest: null, reasonDigest: null },
    },
  );
});

eachDatabase('an event is not kept when what it is about is rolled back', async ({ db }) => {
  const clock = fakeClock();
  const failing = db.transaction().execute(async (trx) => {
    await recordEvent({ db: trx, clock }, linked);
    throw new Error('The link could not be kept.');
  });
  await assert.rejects(failing, /could not be kept/);
  assert.deepEqual(await db.selectFrom('auditEvents').selectAll().execute(), []);
});
