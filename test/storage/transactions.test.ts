import assert from 'node:assert/strict';
import { eachDatabase, onDatabase } from '../support/databases.ts';
import { boatIds, insertBoat, launchBoat, withBoats } from './boats.ts';

eachDatabase(
  'what a transaction wrote is there for every node once it is answered',
  async ({ db, open }) => {
    await db.transaction().execute(async (trx) => {
      await insertBoat(trx, 'Argo');
      await insertBoat(trx, 'Beagle');
    });
    assert.deepEqual(await boatIds(open()), ['Argo', 'Beagle']);
  },
  withBoats,
);

eachDatabase(
  'a transaction sees its own writes, and nobody else does before it is over',
  async ({ db, open }) => {
    const other = open();
    await db.transaction().execute(async (trx) => {
      await insertBoat(trx, 'Argo');
      assert.deepEqual(await boatIds(trx), ['Argo']);
      assert.deepEqual(await boatIds(db), []);
    });
    assert.deepEqual(await boatIds(other), ['Argo']);
  },
  withBoats,
);

eachDatabase(
  'a transaction that throws leaves nothing behind',
  async ({ db }) => {
    const sinking = db.transaction().execute(async (trx) => {
      await insertBoat(trx, 'Titanic');
      throw new Error('An iceberg.');
    });
    await assert.rejects(sinking, /iceberg/);
    assert.deepEqual(await boatIds(db), []);
  },
  withBoats,
);

eachDatabase(
  'a transaction is a database too: a feature does not tell the two apart',
  async ({ db }) => {
    await db.transaction().execute(async (trx) => {
      await insertBoat(trx, 'Argo');
      assert.equal(await launchBoat(trx, 'Argo', 1), true);
      assert.equal(await launchBoat(trx, 'Argo', 2), false);
    });
  },
  withBoats,
);

eachDatabase(
  'of 50 racing conditional updates from two nodes exactly one wins',
  async ({ db, open }) => {
    await insertBoat(db, 'Argo');
    const nodes = [db, open()];
    const races = Array.from({ length: 50 }, (_, index) => launchBoat(nodes[index % 2] ?? db, 'Argo', index));
    const wins = (await Promise.all(races)).filter(Boolean);
    assert.equal(wins.length, 1);
  },
  withBoats,
);

eachDatabase(
  'of 50 racing inserts of the same row exactly one wins, and none is a fault',
  async ({ db, open }) => {
    const nodes = [db, open()];
    const claims = Array.from({ length: 50 }, async (_, index) => {
      const claim = await (nodes[index % 2] ?? db)
        .insertInto('boats')
        .values({ id: 'Argo', launchedAt: index, carrier: null })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      return claim.numInsertedOrUpdatedRows === 1n;
    });
    assert.equal((await Promise.all(claims)).filter(Boolean).length, 1);
  },
  withBoats,
);

eachDatabase(
  'instants come back as the exact numbers that went in',
  async ({ db }) => {
    const farAway = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    await db.insertInto('boats').values({ id: 'Argo', launchedAt: farAway, carrier: null }).execute();
    const boat = await db.selectFrom('boats').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual({ ...boat }, { id: 'Argo', launchedAt: farAway, carrier: null });
  },
  withBoats,
);

eachDatabase(
  'text is stored as typed, whatever is in it',
  async ({ db }) => {
    const odd = `'; drop table "boats"; -- <b>é e\u0301 \u{1f6a2}\r\n`;
    await insertBoat(db, odd);
    assert.deepEqual(await boatIds(db), [odd]);
  },
  withBoats,
);

eachDatabase(
  'every statement that writes is told to who counts them',
  async ({ open }) => {
    const writes: string[] = [];
    const counted = open({ onWrite: (statement) => writes.push(statement) });
    await insertBoat(counted, 'Argo');
    await counted.transaction().execute((trx) => launchBoat(trx, 'Argo', 1));
    await boatIds(counted);
    assert.deepEqual(
      writes.map((statement) => statement.split(' ')[0]),
      ['insert', 'update'],
    );
  },
  withBoats,
);

onDatabase(
  'postgres',
  'of two transactions that wait for each other both come to their end',
  async ({ db }) => {
    for (const boat of ['Argo', 'Beagle']) await insertBoat(db, boat);
    const held = new Map(['Argo', 'Beagle'].map((boat) => [boat, Promise.withResolvers<void>()]));
    const launchBoth = (first: string, second: string) =>
      db.transaction().execute(async (trx) => {
        await trx.updateTable('boats').set({ launchedAt: 1 }).where('id', '=', first).execute();
        held.get(first)?.resolve();
        await held.get(second)?.promise;
        await trx.updateTable('boats').set({ launchedAt: 2 }).where('id', '=', second).execute();
        return 'done';
      });
    const outcomes = await Promise.all([launchBoth('Argo', 'Beagle'), launchBoth('Beagle', 'Argo')]);
    assert.deepEqual(outcomes, ['done', 'done']);
  },
  withBoats,
);
