import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase as eachDatabaseWith, type FreshDatabase } from '../../../test/support/databases.ts';
import { minutes } from '../../kernel/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { migrations } from './audit.migrations.ts';
import { hashOf } from './chain-hash.ts';
import { forgetAddressesOf, recordEvent, sealEvents, verifyChain } from './index.ts';

const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);

function auditOn(db: FreshDatabase['db'], keys = [oldKey]) {
  const seals: string[] = [];
  const log = { info: ({ seal }: { seal?: string }) => void seals.push(seal ?? '') };
  return { db, clock: fakeClock(), sealing: openSealing(keys), log, seals };
}

/** Events of Ada and Bob in turn, sealed in batches of as many. */
async function sealed(db: FreshDatabase['db'], ...batches: number[]) {
  const deps = auditOn(db);
  for (const count of batches) {
    for (let nth = 0; nth < count; nth++) {
      deps.clock.advance(1);
      const who = nth % 2 === 0 ? ('account:ada' as const) : ('account:bob' as const);
      const browser = nth % 3 === 0 ? 'Firefox on Linux' : undefined;
      await recordEvent(deps, { what: 'signed-in', outcome: 'done', who, from: `192.0.2.${nth}`, browser });
    }
    await sealEvents(deps);
  }
  return deps;
}

const change = (db: FreshDatabase['db'], sequence: number, to: object) =>
  db.updateTable('auditEvents').set(to).where('sequence', '=', sequence).execute();

eachDatabase('events that were sealed are proven from the first to the last', async ({ db }) => {
  const deps = await sealed(db, 3, 4);
  await recordEvent(deps, { what: 'signed-in', outcome: 'done', who: 'account:ada' });
  const { end, ...proven } = await verifyChain(deps);
  assert.deepEqual(proven, { sealed: 7, unsealed: 1, faults: [] });
  assert.equal(end?.sequence, 7);
  assert.equal(deps.seals.at(-1), `7:${end?.hash}`, 'the log has the seal too');
});

test('what is sealed today is proven in years: no form of an event ever changes', () => {
  const key = Buffer.alloc(32, 3).toString('base64url');
  const event = {
    ...{ id: 'id', at: 5, what: 'signed-in', who: 'account:ada', whom: null, serviceId: 'private-cloud' },
    ...{ fromDigest: 'digest', outcome: 'done', reference: 'K7QM-2XWD', browser: null, reasonDigest: null },
    operatingUser: null,
  };
  const hashes = [
    event,
    { ...event, reasonDigest: 'why' },
    { ...event, browser: 'Firefox on Linux' },
    { ...event, reasonDigest: 'why', operatingUser: 'grace' },
  ].map((each) => hashOf(key, 'before', 7, each));
  assert.deepEqual(hashes, [
    'nFoAp7ZYcyCbtQ_lyul2fNfziUxq7veLUXjfmqhSZvM',
    '3SIgOipPaTPU1zNY0BuWGZRyKx0I9io0kkk_iOini8w',
    'bJ8QGcbJ3TR7bQ8cLw2xundlGzmQlwT5zepw-Gn8tcM',
    'lcFaAxOYmiCIuxvyQzbITxYWtToPfo2tb67Y4wttC4Q',
  ]);
});

eachDatabase('an audit without a single event is whole', async ({ db }) => {
  const deps = auditOn(db);
  await sealEvents(deps);
  assert.deepEqual(await verifyChain(deps), { sealed: 0, unsealed: 0, end: undefined, faults: [] });
});

eachDatabase('whatever is changed in a sealed event is found, with its number', async ({ db }) => {
  const deps = await sealed(db, 5);
  const before = await db
    .selectFrom('auditEvents')
    .selectAll()
    .where('sequence', '=', 3)
    .executeTakeFirstOrThrow();
  const changes = [
    { at: before.at + 1 },
    { what: 'signed-out' },
    { who: 'account:eve' },
    { whom: 'account:eve' },
    { serviceId: 'managed-hosting' },
    { from: '198.51.100.1' },
    { from: null },
    { outcome: 'refused' },
    { reference: 'K7QM-2XWD' },
    { browser: 'Edge on Windows' },
    { id: 'another' },
  ];
  for (const changed of changes) {
    await change(db, 3, changed);
    const { faults } = await verifyChain(deps);
    assert.deepEqual(faults, [{ fault: 'changed', sequence: 3 }], JSON.stringify(changed));
    await change(db, 3, before);
  }
  assert.deepEqual((await verifyChain(deps)).faults, []);
});

eachDatabase(
  'an event that was taken out is missed: inside, at the beginning and at the end',
  async ({ db }) => {
    const deps = await sealed(db, 6);
    for (const sequence of [1, 4, 6]) {
      const event = await db
        .deleteFrom('auditEvents')
        .where('sequence', '=', sequence)
        .returningAll()
        .executeTakeFirstOrThrow();
      const { faults } = await verifyChain(deps);
      assert.deepEqual(faults[0], { fault: 'missing', sequence, to: sequence });
      await db.insertInto('auditEvents').values(event).execute();
    }
    assert.deepEqual((await verifyChain(deps)).faults, []);
  },
);

eachDatabase('an event taken out is missed even where the others were moved up', async ({ db }) => {
  const deps = await sealed(db, 5);
  await db.deleteFrom('auditEvents').where('sequence', '=', 2).execute();
  for (const sequence of [3, 4, 5]) await change(db, sequence, { sequence: sequence - 1 });
  const { faults } = await verifyChain(deps);
  assert.deepEqual(faults.slice(0, 2), [
    { fault: 'changed', sequence: 2 },
    { fault: 'changed', sequence: 3 },
  ]);
});

eachDatabase('an event put in between is found, and so is one that was put after the end', async ({ db }) => {
  const deps = await sealed(db, 4);
  const copy = await db
    .selectFrom('auditEvents')
    .selectAll()
    .where('sequence', '=', 2)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('auditEvents')
    .values({ ...copy, id: 'forged', sequence: 5 })
    .execute();
  assert.deepEqual((await verifyChain(deps)).faults, [{ fault: 'beyond-end', sequence: 5 }]);
  await db.deleteFrom('auditEvents').where('id', '=', 'forged').execute();
  for (const sequence of [4, 3]) await change(db, sequence, { sequence: sequence + 1 });
  await db
    .insertInto('auditEvents')
    .values({ ...copy, id: 'forged', sequence: 3 })
    .execute();
  const { faults } = await verifyChain(deps);
  assert.deepEqual(faults[0], { fault: 'changed', sequence: 3 });
});

eachDatabase('two events that changed places are found', async ({ db }) => {
  const deps = await sealed(db, 5);
  await change(db, 2, { sequence: 100 });
  await change(db, 4, { sequence: 2 });
  await change(db, 100, { sequence: 4 });
  const { faults } = await verifyChain(deps);
  assert.deepEqual(
    faults.map((fault) => 'sequence' in fault && fault.sequence),
    [2, 3, 4, 5],
  );
});

eachDatabase(
  'a chain cut off behind one of its events does not pass for whole, whatever is written as its end',
  async ({ db }) => {
    const deps = await sealed(db, 5);
    const cut = await db
      .selectFrom('auditEvents')
      .selectAll()
      .where('sequence', '=', 3)
      .executeTakeFirstOrThrow();
    await db.deleteFrom('auditEvents').where('sequence', '>', 3).execute();
    await db
      .updateTable('auditChain')
      .set({ sequence: 3, hash: cut.hash ?? '' })
      .execute();
    assert.deepEqual((await verifyChain(deps)).faults, [{ fault: 'end-changed' }]);
  },
);

eachDatabase(
  'a chain put back to an earlier end of its own is found out by a seal kept elsewhere',
  async ({ db }) => {
    const deps = await sealed(db, 3);
    const earlier = await db.selectFrom('auditChain').selectAll().executeTakeFirstOrThrow();
    await recordEvent(deps, { what: 'signed-in', outcome: 'done', who: 'account:eve' });
    await sealEvents(deps);
    const [sequence, hash = ''] = (deps.seals.at(-1) ?? '').split(':');
    const kept = { sequence: Number(sequence), hash };
    assert.deepEqual((await verifyChain(deps, kept)).faults, []);
    await db.deleteFrom('auditEvents').where('sequence', '=', 4).execute();
    await db.updateTable('auditChain').set(earlier).execute();
    assert.deepEqual((await verifyChain(deps)).faults, []);
    assert.deepEqual((await verifyChain(deps, kept)).faults, [{ fault: 'not-as-kept', sequence: 4 }]);
  },
);

eachDatabase('of many nodes that seal at once, each event gets one place', async ({ db, open }) => {
  const deps = auditOn(db);
  for (let nth = 0; nth < 20; nth++) {
    await recordEvent(deps, { what: 'signed-in', outcome: 'done', who: 'account:ada' });
  }
  const nodes = [deps.db, open(), open()];
  await Promise.all([...nodes, ...nodes].map((node) => sealEvents({ ...deps, db: node })));
  assert.deepEqual(await verifyChain(deps).then(({ sealed, faults }) => ({ sealed, faults })), {
    sealed: 20,
    faults: [],
  });
});

eachDatabase('a node that died while it was sealing holds up the others for minutes only', async ({ db }) => {
  const deps = await sealed(db, 2);
  await db
    .updateTable('auditChain')
    .set({ leasedUntil: deps.clock.now() + minutes(2) })
    .execute();
  await recordEvent(deps, { what: 'signed-in', outcome: 'done', who: 'account:ada' });
  await sealEvents(deps);
  assert.equal((await verifyChain(deps)).unsealed, 1);
  deps.clock.advance(minutes(2));
  await sealEvents(deps);
  assert.equal((await verifyChain(deps)).unsealed, 0);
});

eachDatabase(
  'two nodes of which each holds the other for dead still give each event one place',
  async ({ db, open }) => {
    const deps = auditOn(db);
    const late = { now: () => deps.clock.now() + minutes(3) };
    const other = { ...deps, db: open(), clock: late };
    for (let round = 1; round <= 5; round++) {
      await recordEvent(deps, { what: 'signed-in', outcome: 'done', who: 'account:ada' });
      await Promise.all([sealEvents(deps), sealEvents(other), sealEvents(deps), sealEvents(other)]);
      await sealEvents({ ...deps, clock: { now: () => deps.clock.now() + minutes(round * 10) } });
      const { sealed: count, faults } = await verifyChain(deps);
      assert.deepEqual({ count, faults }, { count: round, faults: [] });
    }
  },
);

eachDatabase('the chain outlives the sealing key that it began under', async ({ db }) => {
  const deps = await sealed(db, 2);
  const both = { ...deps, sealing: openSealing([newKey, oldKey]) };
  await recordEvent(both, { what: 'signed-in', outcome: 'done', who: 'account:ada' });
  await sealEvents(both);
  const renewed = { ...deps, sealing: openSealing([newKey]) };
  assert.deepEqual((await verifyChain(renewed)).faults, []);
  await assert.rejects(verifyChain(deps), /not configured/);
});

eachDatabase(
  'the addresses of a deleted account can be forgotten and the chain holds; those of no other',
  async ({ db }) => {
    const deps = await sealed(db, 4);
    await recordEvent(deps, { what: 'account-deleted', outcome: 'done', who: 'system', whom: 'account:ada' });
    await forgetAddressesOf(db, 'account:ada');
    await sealEvents(deps);
    assert.deepEqual((await verifyChain(deps)).faults, []);
    const addresses = await db
      .selectFrom('auditEvents')
      .select(['who', 'from'])
      .orderBy('sequence')
      .execute();
    assert.deepEqual(
      addresses.map(({ who, from }) => [who, from]),
      [
        ['account:ada', null],
        ['account:bob', '192.0.2.1'],
        ['account:ada', null],
        ['account:bob', '192.0.2.3'],
        ['system', null],
      ],
    );
    await forgetAddressesOf(db, 'account:bob');
    assert.deepEqual((await verifyChain(deps)).faults, [{ fault: 'changed', sequence: 2 }]);
  },
);

eachDatabase(
  'why an agent did something is in the chain, and can be forgotten with the account that it was done to alone',
  async ({ db }) => {
    const deps = await sealed(db, 1);
    for (const whom of ['account:ada', 'account:bob'] as const) {
      deps.clock.advance(1);
      const what = { what: 'account-unlocked', outcome: 'done', who: 'agent:grace' } as const;
      await recordEvent(deps, { ...what, whom, reason: 'ticket 4711' });
    }
    await sealEvents(deps);
    assert.deepEqual((await verifyChain(deps)).faults, []);
    const before = await db
      .selectFrom('auditEvents')
      .select(['reason', 'reasonDigest'])
      .where('sequence', '=', 3)
      .executeTakeFirstOrThrow();
    for (const changed of [{ reason: 'no ticket' }, { reason: null, reasonDigest: null }, { reason: null }]) {
      await change(db, 3, changed);
      assert.deepEqual((await verifyChain(deps)).faults, [{ fault: 'changed', sequence: 3 }]);
      await change(db, 3, before);
    }
    await recordEvent(deps, { what: 'account-deleted', outcome: 'done', who: 'system', whom: 'account:ada' });
    await forgetAddressesOf(db, 'account:ada');
    await sealEvents(deps);
    assert.deepEqual((await verifyChain(deps)).faults, []);
    const kept = await db.selectFrom('auditEvents').select('whom').where('reason', 'is not', null).execute();
    assert.deepEqual(kept, [{ whom: 'account:bob' }]);
  },
);
