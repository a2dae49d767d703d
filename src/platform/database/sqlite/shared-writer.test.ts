import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../../../../test/support/databases.ts';
import { SqliteFile } from './file.ts';
import { SharedWriter } from './shared-writer.ts';

test('a write that comes as the writer is about to rest is not left lying', async (t) => {
  const writer = new SharedWriter(new SqliteFile(join(temporaryFolder(), 'boats.sqlite'), 'read-write'));
  t.after(() => writer.close());
  await writer.write('create table boats (id text)', []);
  for (let ticks = 0; ticks < 30; ticks++) {
    // Whoever rolls back goes on while the writer finishes with the group.
    const turn = await writer.takeTurn();
    turn.rollback();
    for (let tick = 0; tick < ticks; tick++) await undefined;
    const written = writer.write('insert into boats values (?)', [`Argo ${ticks}`]).then(() => 'written');
    const late = sleep(1000, `left lying, ${ticks} ticks after`, { ref: false });
    assert.equal(await Promise.race([written, late]), 'written');
  }
});
