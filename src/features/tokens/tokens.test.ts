import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import {
  findTokenStanding,
  issueToken,
  proveToken,
  spendToken,
  sweepTokens,
  type TokenBinding,
  tokenAsShown,
} from './index.ts';
import { readCode } from './token-text.ts';
import { findToken } from './tokens.queries.ts';

const bound: TokenBinding = { purpose: 'registration', subject: 'ada', browser: 'laptop' };
const lifetime = minutes(10);
const world = (db: Db) => ({ db, clock: fakeClock(), sealing: openSealing([Buffer.alloc(32, 1)]) });

/** Another token than the one issued. */
const wrongFor = (token: string) => (token.startsWith('AAAA') ? 'CCCC-CCCC' : 'AAAA-AAAA');

test('a token may be typed in any case, with spaces or dashes, and with a look-alike', () => {
  for (const typed of [
    'ab2c-de5f',
    'AB2CDE5F',
    ' a b 2 c – d e s f ',
    'ＡＢ２Ｃ-DE5F',
    '8BZCDESF'.replace('8B', 'AB'),
  ]) {
    assert.equal(readCode(typed), readCode('AB2C-DE5F'), typed);
  }
  assert.equal(tokenAsShown('a82cde5f'), 'A82C-DE5F');
  for (const none of ['', 'A82C-DE5', 'A82C-DE5FX', 'O0IL-1111', '<script>'])
    assert.equal(tokenAsShown(none), undefined);
});

eachDatabase(
  'a token is eight characters shown in two groups, and only its digest is at rest',
  async ({ db }) => {
    const deps = world(db);
    const token = await issueToken(deps, { ...bound, lifetime });
    assert.match(token, /^[2-9ACDEFGHJKMNPQRTVWXY]{4}-[2-9ACDEFGHJKMNPQRTVWXY]{4}$/);
    const row = JSON.stringify(await findToken(db, bound));
    assert.ok(!row.includes(token) && !row.includes(readCode(token)));
  },
);

eachDatabase('the right token is proved, then spent once', async ({ db }) => {
  const deps = world(db);
  const token = await issueToken(deps, { ...bound, lifetime });
  const proven = await proveToken(deps, { ...bound, typed: token.toLowerCase().replace('-', ' ') });
  assert.ok(proven.ok);
  assert.equal(await spendToken(deps, proven.value), true);
  assert.equal(await spendToken(deps, proven.value), false);
  assert.deepEqual(await proveToken(deps, { ...bound, typed: token }), { ok: false, error: 'void' });
});

eachDatabase('of fifty spendings at once one wins', async ({ db, open }) => {
  const deps = world(db);
  const token = await issueToken(deps, { ...bound, lifetime });
  const proven = await proveToken(deps, { ...bound, typed: token });
  assert.ok(proven.ok);
  const nodes = [db, open()];
  const spent = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      spendToken({ ...deps, db: nodes[index % 2] ?? db }, proven.value),
    ),
  );
  assert.equal(spent.filter(Boolean).length, 1);
});

eachDatabase(
  'five wrong tries void a token, also fifty at once: the right one comes too late',
  async ({ db, open }) => {
    const deps = world(db);
    const token = await issueToken(deps, { ...bound, lifetime });
    const nodes = [db, open()];
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        proveToken({ ...deps, db: nodes[index % 2] ?? db }, { ...bound, typed: wrongFor(token) }),
      ),
    );
    assert.ok(verdicts.every((verdict) => !verdict.ok));
    assert.equal((await findToken(db, bound))?.tries, 5);
    assert.deepEqual(await proveToken(deps, { ...bound, typed: token }), { ok: false, error: 'void' });
  },
);

eachDatabase('four wrong tries leave the fifth to the right one', async ({ db }) => {
  const deps = world(db);
  const token = await issueToken(deps, { ...bound, lifetime });
  for (let tries = 0; tries < 4; tries++) {
    assert.deepEqual(await proveToken(deps, { ...bound, typed: wrongFor(token) }), {
      ok: false,
      error: 'wrong',
    });
  }
  assert.ok((await proveToken(deps, { ...bound, typed: token })).ok);
});

eachDatabase('a newer token voids the older, and starts with all its tries', async ({ db }) => {
  const deps = world(db);
  const older = await issueToken(deps, { ...bound, lifetime });
  for (let tries = 0; tries < 5; tries++) await proveToken(deps, { ...bound, typed: wrongFor(older) });
  const newer = await issueToken(deps, { ...bound, lifetime });
  assert.deepEqual(await proveToken(deps, { ...bound, typed: older }), { ok: false, error: 'wrong' });
  assert.ok((await proveToken(deps, { ...bound, typed: newer })).ok);
});

eachDatabase('a token proved but replaced before it is spent is not spent', async ({ db }) => {
  const deps = world(db);
  const proven = await proveToken(deps, { ...bound, typed: await issueToken(deps, { ...bound, lifetime }) });
  assert.ok(proven.ok);
  await issueToken(deps, { ...bound, lifetime });
  assert.equal(await spendToken(deps, proven.value), false);
});

eachDatabase(
  'a token counts only for its purpose, its subject and its browser, until it expires',
  async ({ db }) => {
    const deps = world(db);
    const token = await issueToken(deps, { ...bound, lifetime });
    for (const other of [{ purpose: 'recovery' }, { subject: 'bob' }, { browser: 'phone' }]) {
      await issueToken(deps, {
        ...bound,
        browser: 'elsewhere',
        ...other,
        ...('browser' in other && { subject: 'carol' }),
        lifetime,
      });
      assert.ok(!(await proveToken(deps, { ...bound, ...other, typed: token })).ok, JSON.stringify(other));
    }
    assert.equal((await findToken(db, bound))?.tries, 0, 'and guesses elsewhere use up nothing');
    deps.clock.advance(lifetime - 1);
    const proven = await proveToken(deps, { ...bound, typed: token });
    assert.ok(proven.ok);
    deps.clock.advance(1);
    assert.equal(await spendToken(deps, proven.value), false);
    assert.deepEqual(await proveToken(deps, { ...bound, typed: token }), { ok: false, error: 'expired' });
  },
);

eachDatabase('what cannot be a token costs no try, however often it is typed', async ({ db }) => {
  const deps = world(db);
  const token = await issueToken(deps, { ...bound, lifetime });
  for (const typed of ['', 'AAAA-AAA', 'AAAA-AAAAA', 'AAAA-AAA0', 'my token', 'x'.repeat(10_000)]) {
    assert.deepEqual(await proveToken(deps, { ...bound, typed }), { ok: false, error: 'malformed' }, typed);
  }
  assert.equal((await findToken(db, bound))?.tries, 0);
  assert.ok((await proveToken(deps, { ...bound, typed: token })).ok);
});

eachDatabase(
  'how a token stands can be asked without a try, and is told before its form is',
  async ({ db }) => {
    const deps = world(db);
    const typed = 'too short';
    assert.deepEqual(await findTokenStanding(deps, bound), { state: 'none' });
    assert.deepEqual(await proveToken(deps, { ...bound, typed }), { ok: false, error: 'void' });

    const token = await issueToken(deps, { ...bound, lifetime });
    const expiresAt = deps.clock.now() + lifetime;
    assert.deepEqual(await findTokenStanding(deps, bound), { state: 'valid', expiresAt });
    for (let tries = 0; tries < 5; tries++) await proveToken(deps, { ...bound, typed: wrongFor(token) });
    assert.deepEqual(await findTokenStanding(deps, bound), { state: 'tried' });
    assert.deepEqual(await proveToken(deps, { ...bound, typed }), { ok: false, error: 'void' });

    const newer = await proveToken(deps, { ...bound, typed: await issueToken(deps, { ...bound, lifetime }) });
    assert.ok(newer.ok && (await spendToken(deps, newer.value)));
    assert.deepEqual(await findTokenStanding(deps, bound), { state: 'spent' });

    await issueToken(deps, { ...bound, lifetime });
    deps.clock.advance(lifetime);
    assert.deepEqual(await findTokenStanding(deps, bound), { state: 'expired' });
    assert.deepEqual(await proveToken(deps, { ...bound, typed }), { ok: false, error: 'expired' });
  },
);

eachDatabase('what has expired is swept, whatever it was for, and nothing else', async ({ db }) => {
  const deps = world(db);
  await issueToken(deps, { ...bound, lifetime });
  await issueToken(deps, { ...bound, purpose: 'recovery', lifetime: 2 * lifetime });
  deps.clock.advance(lifetime);
  await sweepTokens(deps);
  const left = await db.selectFrom('tokens').select('purpose').execute();
  assert.deepEqual(left, [{ purpose: 'recovery' }]);
});
