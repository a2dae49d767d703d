import assert from 'node:assert/strict';
import {
  afterPin,
  auditOf,
  callFor,
  careDeps,
  customer,
  rightPin,
} from '../../../test/support/care-world.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import {
  complete,
  newestTokenTo,
  registerUpToToken,
  registrationDeps,
  registrationOf,
} from '../../../test/support/registrations.ts';
import { minutes } from '../../kernel/index.ts';
import { saveContact } from '../registration/index.ts';
import { checkCallerPin, resendForCare, unlockAccount } from './index.ts';

eachDatabase(
  'what was sent to a caller is sent again after the PIN, and what was sent to others is not',
  async ({ db }) => {
    const deps = careDeps(db);
    for (const id of ['ada', 'eve']) await customer(deps, id);
    const call = callFor();
    assert.deepEqual(await resendForCare(deps, call, {}), { ok: false, error: 'no-pin' });
    await afterPin(deps, call);
    assert.deepEqual(await resendForCare(deps, call, {}), { ok: false, error: 'no-message' });
    assert.ok((await unlockAccount(deps, call)).ok);
    assert.ok((await unlockAccount(deps, await afterPin(deps, callFor('eve')))).ok);
    const idOf = async (to: string) =>
      (await db.selectFrom('messages').select('id').where('recipient', '=', to).executeTakeFirstOrThrow()).id;
    const tries = async (messageId: string) =>
      (await db.selectFrom('messageEvents').selectAll().where('messageId', '=', messageId).execute()).filter(
        ({ source }) => source === 'operator',
      ).length;
    const [own, eves] = [await idOf('ada@example.com'), await idOf('eve@example.com')];
    const putBack = { ok: true, value: { outcome: 'put-back', to: 'ada@example.com' } };
    assert.deepEqual(await resendForCare(deps, call, {}), putBack);
    assert.deepEqual(await resendForCare(deps, call, { id: own.slice(0, 10) }), putBack);
    assert.deepEqual(await resendForCare(deps, call, { id: eves }), { ok: false, error: 'no-message' });
    assert.deepEqual([await tries(own), await tries(eves)], [2, 0]);
    assert.deepEqual(
      (await auditOf(db)).filter((line) => line.includes('message-resent')),
      ['done', 'done', 'no-pin', 'not-possible', 'not-possible'].map(
        (outcome) => `agent:grace.hopper message-resent ${outcome} → account:ada (ticket 4711: lost phone)`,
      ),
    );
  },
);

eachDatabase(
  'to somebody in the middle of registering a new token is sent, and the one before is void',
  async ({ db }) => {
    const deps = careDeps(db);
    const registering = registrationDeps(db, deps.clock);
    const { browser, email, token } = await registerUpToToken(registering);
    deps.clock.advance(minutes(1));
    const registration = await registrationOf(registering, browser);
    const { id } = registration;
    const contact = { firstName: 'Ada', lastName: 'Lovelace', phone: '', pin: rightPin };
    assert.ok((await saveContact(registering, registration, contact)).ok);
    // Anybody can begin one for the same address, and this is the newest.
    await registerUpToToken(registering, { browser: 'a stranger’s' });
    const call = callFor();
    assert.deepEqual(await checkCallerPin(deps, call, rightPin), { ok: true, value: 'yes' });
    const newToken = { ok: true, value: { outcome: 'new-token', to: email } };
    deps.clock.advance(1);
    assert.deepEqual(await resendForCare(deps, call, {}), newToken);
    const second = await newestTokenTo(registering, email);
    assert.notEqual(second, token);
    const about = await db.selectFrom('messages').select(['id', 'about']).orderBy('createdAt').execute();
    assert.equal(about.at(-1)?.about, `registration:${id}`, 'whose the PIN was');
    // The message itself, where its token has been overtaken.
    const first = about.find((each) => each.about === `registration:${id}`)?.id ?? '';
    deps.clock.advance(1);
    assert.deepEqual(await resendForCare(deps, call, { id: first }), newToken);
    const third = await newestTokenTo(registering, email);
    for (const gone of [token, second])
      assert.ok(!(await complete(registering, { browser, token: gone })).ok);
    assert.ok((await complete(registering, { browser, token: third })).ok);
  },
);
