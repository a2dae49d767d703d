import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '../../src/platform/database/index.ts';
import { type FreshDatabase, onDatabase } from '../support/databases.ts';
import { boatIds, failingStatement, insertBoat, withBoats } from './boats.ts';

/** What is committed to the file, read by a program of its own. */
function onDisk({ address }: FreshDatabase): string[] {
  const file = new DatabaseSync('file' in address ? address.file : '', { readOnly: true });
  try {
    return file
      .prepare('select "id" from "boats" order by "id"')
      .all()
      .map((row) => String(row['id']));
  } finally {
    file.close();
  }
}

const onSqlite = (title: string, body: (fresh: FreshDatabase) => Promise<void>) =>
  onDatabase('sqlite', title, body, withBoats);

onSqlite('transactions of one turn share one commit, and none is answered before it', async (fresh) => {
  const { db } = fresh;
  let firstIsAnswered = false;
  const first = db.transaction().execute((trx) => insertBoat(trx, 'Argo'));
  const second = db.transaction().execute(async (trx) => {
    assert.deepEqual(await boatIds(trx), ['Argo'], 'the first one has written');
    assert.deepEqual(onDisk(fresh), [], 'and is not on the disk');
    assert.equal(firstIsAnswered, false);
    await insertBoat(trx, 'Beagle');
  });
  await first.then(() => {
    firstIsAnswered = true;
    assert.deepEqual(onDisk(fresh), ['Argo', 'Beagle']);
  });
  await second;
});

onSqlite('a transaction that is rolled back takes none of its group with it', async ({ db }) => {
  const outcomes = await Promise.allSettled([
    db.transaction().execute((trx) => insertBoat(trx, 'Argo')),
    db.transaction().execute(async (trx) => {
      await insertBoat(trx, 'Titanic');
      throw new Error('An iceberg.');
    }),
    db.transaction().execute((trx) => insertBoat(trx, 'Beagle')),
    insertBoat(db, 'Calypso'),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  );
  assert.deepEqual(await boatIds(db), ['Argo', 'Beagle', 'Calypso']);
});

onSqlite('a statement that fails inside a group is told to its own transaction only', async ({ db }) => {
  const outcomes = await Promise.allSettled([
    insertBoat(db, 'Argo'),
    failingStatement(db),
    insertBoat(db, 'Beagle'),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(await boatIds(db), ['Argo', 'Beagle']);
});

onSqlite('a statement that fails halfway leaves nothing of itself, and its group goes on', async ({ db }) => {
  const first = insertBoat(db, 'Argo');
  const several = db
    .insertInto('boats')
    .values(['Beagle', 'Argo'].map((id) => ({ id, launchedAt: null, carrier: null })))
    .execute();
  const outcomes = await Promise.allSettled([first, several, insertBoat(db, 'Calypso')]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(await boatIds(db), ['Argo', 'Calypso']);
});

onSqlite('a transaction that waits for something else is refused, and its group goes on', async ({ db }) => {
  const outcomes = await Promise.allSettled([
    db.transaction().execute((trx) => insertBoat(trx, 'Argo')),
    db.transaction().execute(async (trx) => {
      await insertBoat(trx, 'Dawdler');
      await sleep(20);
      await insertBoat(trx, 'Laggard');
    }),
    db.transaction().execute((trx) => insertBoat(trx, 'Beagle')),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.match(
    String((outcomes[1] as PromiseRejectedResult).reason),
    /waited for something other than the database/,
  );
  assert.deepEqual(await boatIds(db), ['Argo', 'Beagle']);
});

onSqlite('a transaction that waits at its very end is refused as well', async ({ db }) => {
  const dawdling = db.transaction().execute(async (trx) => {
    await insertBoat(trx, 'Dawdler');
    await sleep(20);
  });
  await assert.rejects(dawdling, /waited for something other than the database/);
  assert.deepEqual(await boatIds(db), []);
});

onSqlite('a transaction that writes past itself is refused rather than waiting for ever', async ({ db }) => {
  const tangled = db.transaction().execute(async (trx) => {
    await insertBoat(trx, 'Argo');
    await insertBoat(db, 'Beagle');
  });
  await assert.rejects(tangled, /waited for something other than the database/);
  assert.deepEqual(await boatIds(db), ['Beagle']);
});

onSqlite(
  'when the commit fails everybody in it is told, nothing is kept, and the next one works',
  async (fresh) => {
    const { db } = fresh;
    const outcomes = await Promise.allSettled([
      insertBoat(db, 'Argo'),
      insertBoat(db, 'Dinghy', 'no such carrier'),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual(onDisk(fresh), []);
    await insertBoat(db, 'Beagle');
    assert.deepEqual(onDisk(fresh), ['Beagle']);
  },
);

onSqlite('a transaction that was answered cannot be used again', async ({ db }) => {
  let kept = db;
  await db.transaction().execute(async (trx) => {
    kept = trx;
    await insertBoat(trx, 'Argo');
  });
  await assert.rejects(insertBoat(kept, 'Beagle'));
  assert.deepEqual(await boatIds(db), ['Argo']);
});

/** As large as the file may become, in pages; it never becomes smaller than it is. */
const limitPages = (db: Db, pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(db);
const tooLarge = 'x'.repeat(1_000_000);

onSqlite('when the disk is full all of the group are told, and the next one works again', async (fresh) => {
  const { db } = fresh;
  await limitPages(db, 1);
  const outcomes = await Promise.allSettled([
    insertBoat(db, 'Argo'),
    db.transaction().execute((trx) => insertBoat(trx, tooLarge)),
    insertBoat(db, 'Beagle'),
  ]);
  for (const outcome of outcomes) assert.match(String((outcome as PromiseRejectedResult).reason), /full/);
  assert.deepEqual(onDisk(fresh), []);
  await limitPages(db, 1_000_000);
  await insertBoat(db, 'Calypso');
  assert.deepEqual(onDisk(fresh), ['Calypso']);
});

onSqlite('a transaction that goes on after a full disk writes nothing past its group', async (fresh) => {
  const { db } = fresh;
  await limitPages(db, 1);
  const stubborn = db.transaction().execute(async (trx) => {
    await insertBoat(trx, tooLarge).catch(() => undefined);
    await insertBoat(trx, 'Argo');
  });
  const dawdling = db.transaction().execute(async (trx) => {
    await insertBoat(trx, tooLarge).catch(() => sleep(20));
  });
  await Promise.all([assert.rejects(stubborn), assert.rejects(dawdling)]);
  await sleep(30);
  await limitPages(db, 1_000_000);
  await insertBoat(db, 'Beagle');
  assert.deepEqual(onDisk(fresh), ['Beagle']);
});
