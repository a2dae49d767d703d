import assert from 'node:assert/strict';
import { fakeClock } from '../../../../test/support/clock.ts';
import { eachDatabase } from '../../../../test/support/databases.ts';
import { oidcTables, sealing } from '../../../../test/support/oidc-world.ts';
import { days, hours } from '../../../kernel/index.ts';
import { openKeyRing, replaceSigningKeys, rotateSigningKeys } from './key-ring.ts';
import { PUBLISHED_AHEAD, RETIRED_FOR, ROTATION } from './key-states.ts';
import { listSigningKeys } from './signing-keys.queries.ts';

const kidsOf = (keys: readonly { alg?: string | undefined; kid?: string | undefined }[], alg = 'ES256') =>
  keys.filter((key) => key.alg === alg).map(({ kid }) => kid);

eachDatabase(
  'the first start makes a key for each algorithm, and later starts find them',
  async ({ db }) => {
    const deps = { db, clock: fakeClock(), sealing };
    const first = await openKeyRing(deps);
    assert.deepEqual(
      first.map(({ alg }) => alg),
      ['ES256', 'RS256'],
    );
    assert.deepEqual(await openKeyRing(deps), first);
  },
  oidcTables,
);

eachDatabase(
  'nodes that start at the same moment agree on one set of keys',
  async ({ db, open }) => {
    const clock = fakeClock();
    const rings = await Promise.all(
      [db, open(), open()].map((node) => openKeyRing({ db: node, clock, sealing })),
    );
    for (const ring of rings) assert.deepEqual(ring, rings[0]);
    assert.equal(rings[0]?.length, 2);
  },
  oidcTables,
);

eachDatabase(
  'a key is sealed at rest',
  async ({ db }) => {
    const keys = await openKeyRing({ db, clock: fakeClock(), sealing });
    const rows = JSON.stringify(await listSigningKeys(db));
    for (const { d, p } of keys) for (const secret of [d, p]) if (secret) assert.ok(!rows.includes(secret));
  },
  oidcTables,
);

eachDatabase(
  'a new key is published before it signs, and the old one stays published after it',
  async ({ db }) => {
    const clock = fakeClock();
    const deps = { db, clock, sealing };
    const [old] = kidsOf(await openKeyRing(deps));
    await rotateSigningKeys(deps);
    await rotateSigningKeys(deps);
    const [signing, upcoming, ...more] = kidsOf(await openKeyRing(deps));
    assert.equal(signing, old);
    assert.ok(upcoming);
    assert.deepEqual(more, [], 'a second rotation waits for the first');
    clock.advance(PUBLISHED_AHEAD);
    assert.deepEqual(kidsOf(await openKeyRing(deps)), [upcoming, old]);
    clock.advance(RETIRED_FOR);
    assert.deepEqual(kidsOf(await openKeyRing(deps)), [upcoming]);
    assert.deepEqual(kidsOf(await listSigningKeys(db)), [upcoming]);
  },
  oidcTables,
);

eachDatabase(
  'keys rotate by themselves, once for all nodes',
  async ({ db, open }) => {
    const clock = fakeClock();
    const [old] = kidsOf(await openKeyRing({ db, clock, sealing }));
    clock.advance(ROTATION - days(1));
    assert.deepEqual(kidsOf(await openKeyRing({ db, clock, sealing })), [old]);
    clock.advance(days(1));
    const nodes = await Promise.all([db, open()].map((node) => openKeyRing({ db: node, clock, sealing })));
    assert.deepEqual(nodes[0], nodes[1]);
    assert.equal(kidsOf(nodes[0] ?? []).length, 2);
    assert.equal(kidsOf(nodes[0] ?? [])[0], old);
  },
  oidcTables,
);

eachDatabase(
  'keys that may have been stolen are replaced at once and published no more',
  async ({ db }) => {
    const clock = fakeClock();
    const deps = { db, clock, sealing };
    await openKeyRing(deps);
    clock.advance(hours(1));
    await rotateSigningKeys(deps);
    const old = (await openKeyRing(deps)).map(({ kid }) => kid);
    assert.equal(old.length, 4, 'the next ones are there already, and may have been stolen too');
    await replaceSigningKeys(deps);
    const now = (await openKeyRing(deps)).map(({ kid }) => kid);
    assert.equal(now.length, 2);
    for (const kid of now) assert.ok(!old.includes(kid));
  },
  oidcTables,
);
