import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { days, hours } from '../../kernel/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { beginAttempt } from './begin-attempt.ts';
import { sweepAttempts } from './sweep-attempts.ts';

eachDatabase('attempts are swept a day after their end, in batches', async ({ open }) => {
  const deletes: string[] = [];
  const db = open({ onWrite: (statement) => /^delete/.test(statement) && deletes.push(statement) });
  const deps = { db, clock: fakeClock(), sealing: openSealing([Buffer.alloc(32, 1)]) };
  const request = { clientId: 'hosting', prompts: [], acrValues: [] };
  const expiresAt = deps.clock.now() + hours(12);
  const arriving = {
    id: 'a',
    interaction: 'i',
    serviceId: 'hosting',
    request,
    session: undefined,
    expiresAt,
  };
  await beginAttempt(deps, arriving);
  const attempt = await db.selectFrom('attempts').selectAll().executeTakeFirstOrThrow();
  const others = Array.from({ length: 1200 }, (_, index) => ({ ...attempt, id: `a${index}` }));
  await db.insertInto('attempts').values(others).execute();
  await beginAttempt(deps, { ...arriving, id: 'later', expiresAt: expiresAt + 1 });
  deps.clock.advance(hours(12) + days(1) + 1);
  await sweepAttempts(deps);
  assert.equal(deletes.length, 2);
  assert.ok(deletes.every((statement) => statement.includes(' limit ')));
  const left = await db.selectFrom('attempts').select('id').execute();
  assert.deepEqual(left, [{ id: 'later' }]);
});
