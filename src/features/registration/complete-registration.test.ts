import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { onDatabase } from '../../../test/support/databases.ts';
import {
  accountOf,
  complete,
  registerUpToToken,
  registrationDeps,
  registrationOf,
} from '../../../test/support/registrations.ts';
import type { Db } from '../../platform/database/index.ts';
import { hashNewPassword, verifyAccountPassword } from '../passwords/index.ts';

async function untilSomebodyWaits(db: Db): Promise<void> {
  const waiting = sql<{ count: string }>`select count(*) as count from pg_locks where not granted`;
  while (Number((await waiting.execute(db)).rows[0]?.count) === 0) await sleep(10);
}

// On SQLite one transaction is over before the next begins.
onDatabase(
  'postgres',
  'a password that is being confirmed while the account is made is the account’s',
  async ({ db, open }) => {
    const deps = registrationDeps(db);
    const { browser, email, token } = await registerUpToToken(deps);
    const { id } = await registrationOf(deps, browser);
    const password = 'nine quiet herons at dawn';
    const passwordHash = await hashNewPassword(deps, password);
    const { promise: saved, resolve: isSaved } = Promise.withResolvers<void>();
    const confirming = open()
      .transaction()
      .execute(async (trx) => {
        await trx.updateTable('registrations').set({ passwordHash }).where('id', '=', id).execute();
        isSaved();
        await untilSomebodyWaits(db);
      });
    await saved;
    const completing = complete(deps, { browser, token });
    await confirming;
    assert.ok((await completing).ok);
    const account = await accountOf(deps, email);
    assert.ok((await verifyAccountPassword(deps, { accountId: account.id, password })).ok);
  },
);
