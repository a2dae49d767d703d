// THREATS 42: the owner of a link that its service has ended is told, and nobody else.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { legacyPassword } from '../../demo/lumen.ts';
import { signCall } from '../../src/features/services/index.ts';
import { minutes, newId, systemClock } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, grace, type Person, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase, type FreshDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { lettersTo } from '../support/letters.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const everybody = { ...grace, password: ada.password };

/** Ada has linked Managed Hosting as bob; Grace has an account. */
async function aWorldWithLink(fresh: FreshDatabase, t: TestContext) {
  const world = await aSignInWorld(fresh, t, {
    change: (configuration) => ({
      ...configuration,
      services: configuration.services.map((service) => ({ ...service, signals: { secret } })),
    }),
  });
  await anAccount(world);
  await anAccount(world, grace);
  const browser = world.browser();
  await arrive(world, browser, ada);
  await proveServiceAccount(browser, 'bob');
  browser.isAt('managed-hosting callback');
  return { world, browser };
}

async function arrive(world: SignInWorld, browser: Browser, person: Person, params = {}) {
  await world.send(browser, params);
  await giveEmail(browser, person);
  await givePassword(browser, person);
}

async function endLink(world: SignInWorld): Promise<object> {
  const body = JSON.stringify({ type: 'account.disabled', account: { id: 'managed-hosting:bob' } });
  const call = signCall({ clock: systemClock }, secret, { id: `msg_${newId()}`, body });
  const headers = {
    'webhook-id': call.id,
    'webhook-timestamp': call.timestamp,
    'webhook-signature': call.signature,
  };
  const answer = await fetch(`${world.issuer}/services/managed-hosting/signals`, {
    method: 'POST',
    body,
    headers,
  });
  return (await answer.json()) as object;
}

const ended = /Managed Hosting ended your link on .* UTC; enter your username and password to link again\./;

eachDatabase(
  'the page for linking says that the service ended the link, to its owner only',
  async (fresh, t) => {
    const { world, browser } = await aWorldWithLink(fresh, t);
    world.letPass(minutes(2));
    assert.deepEqual(await endLink(world), { ended: 1 });

    const stranger = world.browser();
    await world.send(stranger);
    await giveEmail(stranger, ada);
    assert.doesNotMatch(stranger.text, /ended/, 'before the password nobody learns of it');
    const other = world.browser();
    await arrive(world, other, everybody);
    other.isAt('Account Linking');
    assert.doesNotMatch(other.text, /ended/);

    await world.send(browser);
    browser.isAt('Account Linking');
    browser.says(ended);
    browser.fillIn('username', 'bob');
    browser.fillIn('password', 'wrong');
    await browser.press('Sign in');
    browser.says(ended);
    await proveServiceAccount(browser, 'bob');
    browser.isAt('managed-hosting callback');
  },
);

eachDatabase('the owner is told by mail which link was ended, when the service ends it', async (fresh, t) => {
  const { world } = await aWorldWithLink(fresh, t);
  world.letPass(minutes(2));
  const at = Date.now();
  await endLink(world);
  const letter = (await lettersTo(world, ada.email)).find(({ kind }) => kind === 'link-ended');
  // The worker sends at once, and what is sent is empty then.
  if (letter && Object.keys(letter.fields).length > 0) {
    const { at: endedAt, ...fields } = letter.fields;
    assert.deepEqual(fields, { firstName: 'Ada', service: 'Managed Hosting', username: 'bob' });
    assert.equal(endedAt, at);
  }
  assert.ok(letter);
  assert.ok(!(await lettersTo(world, grace.email)).some(({ kind }) => kind === 'link-ended'));
});

eachDatabase('who had opened the service once with that account is in the audit', async (fresh, t) => {
  const { world } = await aWorldWithLink(fresh, t);
  const other = world.browser();
  await arrive(world, other, everybody);
  await proveServiceAccount(other, 'bob', { link: false });
  other.isAt('managed-hosting callback');
  await endLink(world);
  const events = await fresh.db.selectFrom('auditEvents').selectAll().orderBy('what').execute();
  const idOf = async (email: string) =>
    `account:${(await fresh.db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id}`;
  assert.deepEqual(
    events.filter(({ what }) => /-ended-/.test(what)).map(({ what, whom, outcome }) => [what, whom, outcome]),
    [
      ['access-ended-by-service', await idOf(grace.email), 'account.disabled'],
      ['link-ended-by-service', await idOf(ada.email), 'account.disabled'],
    ],
  );
});

eachDatabase(
  'the linked account is used instead of another only where that was the question',
  async (fresh, t) => {
    const { world, browser } = await aWorldWithLink(fresh, t);
    const instead = (hub: string) => ({ path: `${hub}/link`, fields: { use: 'linked' } });
    const hubOf = ({ url }: Browser) => url.pathname.split('/').slice(0, 3).join('/');

    const stranger = world.browser();
    await world.send(stranger, { prompt: 'select_account' });
    await giveEmail(stranger, ada);
    assert.equal((await forge(world, stranger, instead(hubOf(stranger)))).status, 303);
    await stranger.visit(world.issuer + hubOf(stranger));
    stranger.isAt('Enter your password');

    const other = world.browser();
    await arrive(world, other, everybody, { prompt: 'select_account' });
    other.isAt('Use another account this once');
    assert.ok(!other.has('Use the linked account'), 'there is none');
    await forge(world, other, instead(hubOf(other)));
    await other.visit(world.issuer + hubOf(other));
    other.isAt('Use another account this once');
    other.says('Next time Managed Hosting asks again.');

    await world.send(browser, { prompt: 'select_account' });
    browser.isAt('Use another account this once');
    await endLink(world);
    await browser.press('Use the linked account bob');
    browser.isAt('Use another account this once');
    assert.ok(!browser.has('Use the linked account bob'), 'it has just been ended');

    await arrive(world, other, everybody);
    const plain = await forge(world, other, instead(hubOf(other)));
    assert.equal(plain.status, 422, 'a page for linking knows of no other account');
  },
);

eachDatabase(
  'what was proven in a sign-in that goes on counts no more once the service says so',
  async (fresh, t) => {
    const { world } = await aWorldWithLink(fresh, t);
    const thief = world.browser();
    await arrive(world, thief, everybody);
    thief.isAt('Account Linking');
    const hub = thief.url.href;
    const once = { username: 'bob', password: legacyPassword };
    const { status } = await forge(world, thief, { path: thief.url.pathname, fields: once });
    assert.equal(status, 303);
    await endLink(world);
    await thief.visit(hub);
    thief.isAt('Account Linking');
  },
);
