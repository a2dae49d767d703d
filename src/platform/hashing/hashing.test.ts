import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { test } from 'node:test';
import { HashingBusy, openHashing } from './index.ts';
import { costOf, verifyAtCost } from './verify-at-cost.ts';

const cheap = { memoryKiB: 64, passes: 1 };

test('a password verifies against its own hash and no other does', async () => {
  const hashing = openHashing(cheap);
  const encoded = await hashing.hashPassword('correct horse battery');
  assert.match(encoded, /^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  assert.equal(await hashing.verifyPassword(encoded, 'correct horse battery'), true);
  assert.equal(await hashing.verifyPassword(encoded, 'correct horse batterz'), false);
});

test('a hash made at a lower cost is worth renewing, one made at the present cost is not', async () => {
  const encoded = await openHashing(cheap).hashPassword('x');
  assert.equal(openHashing(cheap).needsRehash(encoded), false);
  assert.equal(openHashing({ ...cheap, memoryKiB: 128 }).needsRehash(encoded), true);
  assert.equal(openHashing({ ...cheap, passes: 2 }).needsRehash(encoded), true);
  assert.equal(openHashing(cheap).needsRehash('$2b$12$something'), true);
});

test('a hash of a lower cost takes as much work as one of the present cost, right or wrong; one of the present cost no more', async () => {
  const done: number[] = [];
  const counted = {
    hash: (_: unknown, options?: { memoryCost?: number; timeCost?: number } | null) => {
      done.push((options?.memoryCost ?? 0) * (options?.timeCost ?? 0));
      return Promise.resolve('');
    },
    verify: (encoded: unknown, password: unknown) => {
      const { memoryKiB = 0, passes = 0 } = costOf(String(encoded)) ?? {};
      done.push(memoryKiB * passes);
      return Promise.resolve(password === 'right');
    },
  };
  const present = { memoryKiB: 19_456, passes: 2 };
  const work = async (memory: number, passes: number, password = 'wrong') => {
    const encoded = `$argon2id$v=19$m=${memory},t=${passes},p=1$salt$hash`;
    done.length = 0;
    assert.equal(await verifyAtCost(counted, { encoded, password }, present), password === 'right');
    return done.reduce((sum, each) => sum + each, 0);
  };
  assert.equal(await work(19_456, 2), 38_912);
  for (const [memory, passes] of [
    [9_728, 2],
    [12_288, 3],
    [19_456, 1],
    [64, 1],
  ] as const)
    for (const password of ['right', 'wrong']) assert.equal(await work(memory, passes, password), 38_912);
  assert.equal(await work(65_536, 3), 196_608, 'of a higher cost nothing can be taken off');
});

test('the dummy verification is never right', async () => {
  assert.equal(await openHashing(cheap).dummyVerify('\u0000'), false);
});

test('when more wait than the queue holds, the next is refused at once and the others are served', async () => {
  const hashing = openHashing(cheap, 3);
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => hashing.hashPassword('x')));
  const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  assert.ok(refused.length >= 40, `${refused.length} refused`);
  assert.ok(refused.every(({ reason }) => reason instanceof HashingBusy));
  assert.ok(outcomes.length - refused.length >= 3);
  assert.ok(await hashing.hashPassword('x'));
});

test('nobody is let in to wait for long: when each takes its time, few wait, and there is room again later', async () => {
  const anyWaitIsLong = 0;
  const hashing = openHashing(cheap, 1000, anyWaitIsLong);
  await hashing.hashPassword('x');
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => hashing.hashPassword('x')));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  assert.ok(refused.length >= 60, `${refused.length} refused`);
  assert.ok(outcomes.length - refused.length >= 4);
  assert.ok(await hashing.hashPassword('x'));
});

test('places that are kept count as those that wait', async () => {
  const hashing = openHashing(cheap, 1);
  await hashing.keepPlace(async (inPlace) => {
    await assert.rejects(hashing.hashPassword('x'), HashingBusy);
    await assert.rejects(
      hashing.keepPlace(() => assert.fail('what is done in vain was begun')),
      HashingBusy,
    );
    assert.ok(await inPlace.hashPassword('x'));
  });
});

test('whoever has much to do before the hash learns first whether there is room, and then has a place', async () => {
  const hashing = openHashing(cheap, 2);
  const begun = Promise.withResolvers<void>();
  const kept = hashing.keepPlace(async (inPlace) => {
    await begun.promise;
    return inPlace.hashPassword('x');
  });
  // The place that is kept is one of the two.
  const others = Promise.allSettled(Array.from({ length: 20 }, () => hashing.hashPassword('x')));
  await assert.rejects(
    hashing.keepPlace(() => assert.fail('what is done in vain was begun')),
    HashingBusy,
  );
  begun.resolve();
  assert.ok(await kept);
  const refused = (await others).filter(({ status }) => status === 'rejected');
  assert.ok(refused.length >= 15, `${refused.length} refused`);
});

test('a place is for one hash, and free again after what needed none or failed', async () => {
  const hashing = openHashing(cheap, 1);
  await hashing.keepPlace(async () => undefined);
  await assert.rejects(
    hashing.keepPlace(async () => assert.fail('of it')),
    /of it/,
  );
  await hashing.keepPlace(async (inPlace) => {
    assert.ok(await inPlace.keepPlace((same) => same.hashPassword('x')), 'who has one is not in the own way');
    const waiting = Promise.allSettled(Array.from({ length: 20 }, () => hashing.hashPassword('x')));
    await assert.rejects(inPlace.hashPassword('x'), HashingBusy);
    await waiting;
  });
  assert.ok(await hashing.hashPassword('x'));
});

test('the threads that hash go behind the one that answers', {
  skip: process.platform !== 'linux',
}, async () => {
  const hashing = openHashing(cheap);
  for (let nth = 0; nth < 2; nth++) await hashing.hashPassword('x');
  const threads = readdirSync('/proc/self/task').map((thread) => ({
    name: readFileSync(`/proc/self/task/${thread}/comm`, 'utf8').trim(),
    niceness: os.getPriority(Number(thread)),
  }));
  const workers = threads.filter(({ name }) => name === 'libuv-worker');
  assert.ok(workers.length > 0);
  assert.ok(workers.every(({ niceness }) => niceness === 10));
  assert.equal(os.getPriority(process.pid), 0);
});

test('however many cores there are, files and names are read while passwords are hashed', async (t) => {
  t.mock.method(os, 'availableParallelism', () => 16);
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
  const hashing = openHashing({ memoryKiB: 19_456, passes: 4 });
  let hashed = 0;
  const hashes = Array.from({ length: 12 }, async () => {
    await hashing.hashPassword('x');
    hashed++;
  });
  await stat('.');
  assert.equal(hashed, 0);
  await Promise.all(hashes);
});
