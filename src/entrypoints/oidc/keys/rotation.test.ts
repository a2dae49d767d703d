import assert from 'node:assert/strict';
import { onDatabase } from '../../../../test/support/databases.ts';
import { type OidcWorld, oidcTables, oidcWorld } from '../../../../test/support/oidc-world.ts';
import { PUBLISHED_AHEAD } from './key-states.ts';

const published = async ({ issuer }: OidcWorld): Promise<(string | undefined)[]> => {
  const { keys } = (await (await fetch(`${issuer}/oidc/jwks`)).json()) as { keys: Record<string, string>[] };
  for (const key of keys) assert.equal(key['d'], undefined, 'nothing private is published');
  return keys.filter((key) => key['alg'] === 'ES256').map((key) => key['kid']);
};

async function kidOfSignIn(world: OidcWorld): Promise<string> {
  const browser = world.browser();
  const sent = await (await world.service('hosting')).send(browser);
  await browser.visit(`${browser.url.pathname}/as/ada`);
  const { id_token = '' } = await sent.tokens(browser);
  return JSON.parse(Buffer.from(id_token.split('.')[0] ?? '', 'base64url').toString()).kid;
}

onDatabase(
  'sqlite',
  'a rotation takes effect without a restart: services know the new key before they meet it',
  async ({ db }, t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const world = await oidcWorld(db, t);
    const [old] = await published(world);
    await world.oidc.rotateKeys();
    const [, next] = await published(world);
    assert.ok(next);
    assert.equal(await kidOfSignIn(world), old);
    t.mock.timers.tick(PUBLISHED_AHEAD);
    await world.oidc.refreshKeys();
    assert.equal(await kidOfSignIn(world), next);
    assert.deepEqual(await published(world), [next, old]);
  },
  oidcTables,
);

onDatabase(
  'sqlite',
  'a sign-in that was under way when the keys changed is finished',
  async ({ db }, t) => {
    const world = await oidcWorld(db, t);
    const browser = world.browser();
    const sent = await (await world.service('hosting')).send(browser);
    await world.oidc.replaceKeys();
    await browser.visit(`${browser.url.pathname}/as/ada`);
    await world.oidc.replaceKeys();
    assert.equal((await sent.tokens(browser)).claims()?.sub, 'ada');
  },
  oidcTables,
);
