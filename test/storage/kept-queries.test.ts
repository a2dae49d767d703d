import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SqliteAdapter } from 'kysely';
import { type Db, keepQuery } from '../../src/platform/database/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { boatIds, withBoats } from './boats.ts';

interface Boat {
  id: string;
  launchedAt: number | null;
}

eachDatabase(
  'a kept statement is built once, and run with what it is given each time',
  async ({ db, open }) => {
    let built = 0;
    const insert = keepQuery((each, { id, launchedAt }: Boat) => {
      built += 1;
      return each.insertInto('boats').values({ id, launchedAt, carrier: null });
    });
    await insert(db, { id: 'Argo', launchedAt: 7 });
    await insert(db, { id: 'Beagle', launchedAt: null });
    await db.transaction().execute((trx) => insert(trx, { id: 'Calypso', launchedAt: 9 }));
    assert.equal(built, 1);
    const since = keepQuery((each, { at }: { at: number }) =>
      each.selectFrom('boats').select('id').where('launchedAt', '>', at).orderBy('id'),
    );
    assert.deepEqual((await since(open(), { at: 6 })).rows, [{ id: 'Argo' }, { id: 'Calypso' }]);
    assert.deepEqual((await since(db, { at: 8 })).rows, [{ id: 'Calypso' }]);
    const launch = keepQuery((each, { id, launchedAt }: Boat) =>
      each.updateTable('boats').set({ launchedAt }).where('id', '=', id).where('launchedAt', 'is', null),
    );
    assert.equal((await launch(db, { id: 'Beagle', launchedAt: 1 })).numAffectedRows, 1n);
    assert.equal((await launch(db, { id: 'Beagle', launchedAt: 2 })).numAffectedRows, 0n);
  },
  withBoats,
);

eachDatabase(
  'a kept statement in a transaction that is rolled back leaves nothing',
  async ({ db }) => {
    const insert = keepQuery((each, { id }: { id: string }) =>
      each.insertInto('boats').values({ id, launchedAt: null, carrier: null }),
    );
    const undone = db.transaction().execute(async (trx) => {
      await insert(trx, { id: 'Titanic' });
      throw new Error('An iceberg.');
    });
    await assert.rejects(undone, /An iceberg/);
    assert.deepEqual(await boatIds(db), []);
  },
  withBoats,
);

test('a statement that is worked out from a value, and would hold for every other, is not kept', () => {
  const db = { getExecutor: () => ({ adapter: new SqliteAdapter() }) } as unknown as Db;
  const later = keepQuery((_, { at }: { at: number }) => ({ compile: () => at + 1 }) as never);
  assert.throws(() => later(db, { at: 1 }), /"at" of a kept statement can only be passed on/);
  const text = keepQuery(
    (_, { ids }: { ids: string[] }) => ({ compile: () => JSON.stringify(ids) }) as never,
  );
  assert.throws(() => text(db, { ids: ['Argo'] }), /"ids" of a kept statement can only be passed on/);
});
