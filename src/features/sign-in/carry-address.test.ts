import assert from 'node:assert/strict';
import { eachDatabase } from '../../../test/support/databases.ts';
import { signInDeps } from '../../../test/support/sign-in-attempts.ts';
import { hours } from '../../kernel/index.ts';
import { beginAttempt, carryAddress } from './index.ts';

const id = 'attempt';

eachDatabase(
  'an attempt takes the registered address from its own browser, until a password was right',
  async ({ db }) => {
    const deps = signInDeps(db);
    const { secret } = await beginAttempt(deps, {
      id,
      interaction: id,
      serviceId: 'managed-hosting',
      request: { clientId: 'managed-hosting', prompts: [], acrValues: [] },
      session: undefined,
      expiresAt: deps.clock.now() + hours(12),
    });
    const email = async () =>
      (await db.selectFrom('attempts').select('email').executeTakeFirstOrThrow()).email;
    for (const other of [undefined, '', 'another']) {
      await carryAddress(deps, { id, secret: other }, 'eve@example.com');
    }
    assert.equal(await email(), null);
    await carryAddress(deps, { id, secret }, 'ada@example.com');
    assert.equal(await email(), 'ada@example.com');

    await db.updateTable('attempts').set({ accountId: 'ada', passwordAt: deps.clock.now() }).execute();
    await carryAddress(deps, { id, secret }, 'eve@example.com');
    assert.equal(await email(), 'ada@example.com');
    await db.updateTable('attempts').set({ accountId: null, passwordAt: null }).execute();
    deps.clock.advance(hours(12));
    await carryAddress(deps, { id, secret }, 'eve@example.com');
    assert.equal(await email(), 'ada@example.com');
  },
);
