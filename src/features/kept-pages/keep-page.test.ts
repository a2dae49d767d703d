import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { newId } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { budgets } from '../throttle/index.ts';
import { findKeptPage, forgetKeptPages, KEPT_FOR, keepPage, openKeptPage, sweepKeptPages } from './index.ts';

const page = { markup: '<p>What Ada typed</p>', status: 422 };
const at = { path: '/register/contact', boundTo: 'registration' };
const whose = { browser: 'browser of Ada', address: '192.0.2.7', ...at };

const depsOn = (db: Db) => ({ db, clock: fakeClock(), sealing: openSealing([Buffer.alloc(32, 1)]) });

const rows = (db: Db) => db.selectFrom('keptPages').selectAll().execute();

async function kept(deps: ReturnType<typeof depsOn>, of = whose): Promise<string> {
  return (await keepPage(deps, of, page)) ?? assert.fail('It is kept.');
}

eachDatabase('a kept page opens by its own id, path and owner alone, on any node', async ({ db, open }) => {
  const deps = depsOn(db);
  const id = await kept(deps);
  const other = { ...deps, db: open() };
  const sealed = (await findKeptPage(other, whose.browser)) ?? assert.fail('It is found.');
  assert.deepEqual(openKeptPage(other, sealed, { id, ...at }), page);
  for (const wrong of [{ id: newId() }, { path: '/register' }, { boundTo: 'session:another' }]) {
    assert.equal(openKeptPage(other, sealed, { id, ...at, ...wrong }), undefined, JSON.stringify(wrong));
  }
  assert.equal(await findKeptPage(other, 'another browser'), undefined);
  const stored = JSON.stringify(await rows(db));
  for (const secret of ['Ada', whose.browser, id, at.path]) assert.ok(!stored.includes(secret), secret);
});

eachDatabase('of a browser one page is kept, the last one, for minutes', async ({ db }) => {
  const deps = depsOn(db);
  const first = await kept(deps);
  const second = await kept(deps);
  assert.equal((await rows(db)).length, 1);
  const sealed = (await findKeptPage(deps, whose.browser)) ?? '';
  assert.equal(openKeptPage(deps, sealed, { id: first, ...at }), undefined);
  assert.deepEqual(openKeptPage(deps, sealed, { id: second, ...at }), page);

  deps.clock.advance(KEPT_FOR - 1);
  await sweepKeptPages(deps);
  assert.equal((await rows(db)).length, 1);
  deps.clock.advance(1);
  assert.equal(await findKeptPage(deps, whose.browser), undefined);
  await sweepKeptPages(deps);
  assert.deepEqual(await rows(db), []);
});

eachDatabase('a page is forgotten for its own browser alone', async ({ db }) => {
  const deps = depsOn(db);
  await kept(deps);
  await kept(deps, { ...whose, browser: 'browser of Grace' });
  await forgetKeptPages(deps, [whose.browser]);
  assert.equal(await findKeptPage(deps, whose.browser), undefined);
  assert.ok(await findKeptPage(deps, 'browser of Grace'));
});

eachDatabase('whoever has a new browser each time fills nothing: a network has so many', async ({ db }) => {
  const deps = depsOn(db);
  for (let count = 0; count < budgets['kept-pages'].tries; count++)
    await kept(deps, { ...whose, browser: newId() });
  assert.equal(await keepPage(deps, { ...whose, browser: newId() }, page), undefined);
  assert.equal((await rows(db)).length, budgets['kept-pages'].tries);
  await kept(deps, { ...whose, address: '198.51.100.7' });
  const large = { ...page, markup: Array.from({ length: 2000 }, newId).join('') };
  assert.equal(await keepPage(deps, { ...whose, address: '203.0.113.7' }, large), undefined);
});
