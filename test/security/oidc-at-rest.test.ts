// OpenID Connect: what a reader of the database gets (THREATS 40).
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Db } from '../../src/platform/database/index.ts';
import { eachDatabase } from '../support/databases.ts';
import { oidcTables, oidcWorld } from '../support/oidc-world.ts';

eachDatabase(
  'no code, token, cookie, nonce, state or name is readable in the database',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const hosting = await world.service('hosting');
    const browser = world.browser();
    const canaries = new Set(['the state', 'canary-nonce', 'ada@example.com']);
    const see = () => {
      for (const pair of browser.cookies.headerFor(browser.url).split('; '))
        canaries.add(pair.split('=')[1] ?? '');
      for (const address of browser.trail) {
        const { pathname, searchParams } = new URL(address);
        canaries.add(searchParams.get('code') ?? 'no code');
        if (pathname.startsWith('/oidc/authorize/')) canaries.add(pathname.split('/')[3] ?? '');
      }
    };
    const sent = await hosting.send(browser, { scope: 'openid offline_access', nonce: 'canary-nonce' });
    see();
    const dumps = [await everything(db)];
    await browser.visit(`${browser.url.pathname}/as/ada`);
    see();
    const { pathname, search } = browser.url;
    await browser.visit(world.issuer);
    see();
    await browser.visit(`${hosting.redirectUri.replace('/hosting/callback', '')}${pathname}${search}`);
    const tokens = await sent.tokens(browser, { expectedNonce: 'canary-nonce' });
    for (const token of [tokens.access_token, tokens.refresh_token, tokens.id_token])
      canaries.add(token ?? '');
    dumps.push(await everything(db));
    for (const canary of canaries) {
      for (const dump of dumps) assert.ok(canary && !dump.includes(canary), canary);
    }
    assert.ok(canaries.size > 8);
  },
  oidcTables,
);

async function everything(db: Db): Promise<string> {
  const tables = ['oidcArtifacts', 'signingKeys', 'sessions', 'sessionServices', 'logoutNotices'];
  const rows = await Promise.all(tables.map((table) => sql`select * from ${sql.table(table)}`.execute(db)));
  return JSON.stringify(rows.map((result) => result.rows));
}
