import assert from 'node:assert/strict';
import { fakeClock } from '../../../../test/support/clock.ts';
import { eachDatabase } from '../../../../test/support/databases.ts';
import { oidcTables } from '../../../../test/support/oidc-world.ts';
import { claimService, insertSession } from '../../../features/sessions/index.ts';
import { hours } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import { silentLog } from '../../../platform/log/index.ts';
import { type DeliveryDeps, deliverLogouts } from './deliver-logouts.ts';
import { endAndTell } from './end-and-tell.ts';

/** A database on which something else happens right after each transaction. */
const interrupted = (db: Db, interrupt: () => Promise<unknown>): Db =>
  new Proxy(db, {
    get(target, name) {
      if (name === 'transaction')
        return () => ({
          execute: async <T>(body: (trx: Db) => Promise<T>): Promise<T> => {
            const result = await target.transaction().execute(body);
            await interrupt();
            return result;
          },
        });
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

eachDatabase(
  'a worker that looks at the outbox in between does not make a service that was told a pending one',
  async ({ db }) => {
    const clock = fakeClock();
    const now = clock.now();
    const told: string[] = [];
    const client = {
      backchannelLogoutUri: 'https://hosting.example.com/out',
      backchannelLogout: async (_: string, sid: string) => told.push(sid),
    };
    const findClient = (async () => client) as unknown as DeliveryDeps['findClient'];
    const deps = { db, clock, log: silentLog, findClient };
    await insertSession(db, {
      uid: 's1',
      idDigest: 'digest',
      accountId: 'ada',
      authenticatedAt: now,
      amr: ['pwd'],
      acr: 'aal1',
      browser: null,
      address: null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + hours(12),
    });
    await claimService(db, 's1', 'hosting', { grantId: 'g', sid: 'the sid', openedAt: now });
    const signedOut = await endAndTell(
      { ...deps, db: interrupted(db, () => deliverLogouts(deps)) },
      { uid: 's1', accountId: 'ada', from: '192.0.2.1', browser: 'Firefox on Linux', reference: 'R' },
    );
    const event = await db
      .selectFrom('auditEvents')
      .select(['what', 'from', 'browser', 'reference'])
      .executeTakeFirst();
    const where = { from: '192.0.2.1', browser: 'Firefox on Linux', reference: 'R' };
    assert.deepEqual(event, { what: 'signed-out', ...where });
    assert.deepEqual(signedOut, { told: ['hosting'], pending: [], silent: [] });
    assert.deepEqual(told, ['the sid']);
  },
  oidcTables,
);
