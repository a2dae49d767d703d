import assert from 'node:assert/strict';
import { eachDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import {
  complete,
  newestTokenTo,
  registerUpToToken,
  registrationDeps,
  registrationOf,
  someone,
} from '../../../test/support/registrations.ts';
import { minutes } from '../../kernel/index.ts';
import { sendFirstToken, sendRegistrationToken } from './index.ts';

const email = 'ada@example.com';

eachDatabase('a new token waits a minute, there are five an hour, and the newest counts', async ({ db }) => {
  const deps = registrationDeps(db);
  const { browser, token: first } = await registerUpToToken(deps);
  const again = async () => sendRegistrationToken(deps, await registrationOf(deps, browser), someone);
  assert.deepEqual(await again(), { ok: false, error: { retryAt: deps.clock.now() + minutes(1) } });
  for (let count = 0; count < 4; count++) {
    deps.clock.advance(minutes(1));
    assert.ok((await again()).ok);
  }
  deps.clock.advance(minutes(1));
  assert.deepEqual(await again(), { ok: false, error: { retryAt: deps.clock.now() + minutes(55) } });
  assert.deepEqual(await complete(deps, { browser, token: first }), { ok: false, error: 'wrong' });
  assert.ok((await complete(deps, { browser, token: await newestTokenTo(deps, email) })).ok);
});

eachDatabase('opening the page of the token again and again sends one', async ({ db }) => {
  const deps = registrationDeps(db);
  const { browser } = await registerUpToToken(deps);
  for (let visits = 0; visits < 3; visits++) {
    await sendFirstToken(deps, await registrationOf(deps, browser), someone);
    deps.clock.advance(minutes(2));
  }
  assert.equal((await lettersTo(deps, email)).length, 1);
  assert.notEqual((await registrationOf(deps, browser)).tokenSentAt, null);
});

eachDatabase('a token whose mail was not recorded does not count', async ({ db }) => {
  const deps = registrationDeps(db);
  const { browser } = await registerUpToToken(deps);
  deps.clock.advance(minutes(1));
  const registration = await registrationOf(deps, browser);
  const seal = () => {
    throw new Error('it dies here');
  };
  const dying = { ...deps, sealing: { ...deps.sealing, seal } };
  await assert.rejects(sendRegistrationToken(dying, registration, someone), /it dies here/);
  assert.ok((await sendRegistrationToken(deps, registration, someone)).ok);
  assert.equal((await lettersTo(deps, email)).length, 2);
});
