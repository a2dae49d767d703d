import assert from 'node:assert/strict';
import { fakeClock } from '../../../../test/support/clock.ts';
import { eachDatabase } from '../../../../test/support/databases.ts';
import { oidcTables, sealing } from '../../../../test/support/oidc-world.ts';
import { findGrant, gatherSightings, insertSession } from '../../../features/sessions/index.ts';
import { days, hours, minutes } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import { artifactAdapter } from './artifact-adapter.ts';
import { deleteExpiredArtifacts } from './artifacts.queries.ts';
import type { StorageDeps } from './storage-deps.ts';

const limits = { lifetime: hours(12), idle: hours(1) };

const sessionAt = (now: number) => ({
  uid: 'session',
  idDigest: 'digest',
  accountId: 'ada',
  authenticatedAt: now,
  amr: ['pwd'],
  acr: 'aal1',
  browser: null,
  address: null,
  createdAt: now,
  lastSeenAt: now,
  expiresAt: now + limits.lifetime,
});

async function storageOn(db: Db) {
  const clock = fakeClock();
  const ports = {
    clientAddress: () => '192.0.2.1',
    browserMark: () => 'a browser',
    outcomeStands: async () => true,
    holdOutcome: async () => true,
    holdServiceAccount: async () => true,
  };
  const deps: StorageDeps = { db, clock, sealing, limits, ports, sightings: gatherSightings({ db, clock }) };
  await insertSession(db, sessionAt(clock.now()));
  return { clock, adapter: (kind: string) => artifactAdapter(deps, kind) };
}

const codeUnder = (grantId: string) => ({
  accountId: 'ada',
  clientId: 'hosting',
  sessionUid: 'session',
  grantId,
  sid: `sid of ${grantId}`,
});

eachDatabase(
  'what is stored is found again until it expires, under its own kind only',
  async ({ db }) => {
    const { adapter: of, clock } = await storageOn(db);
    const adapter = of('AccessToken');
    await adapter.upsert('token', { ...codeUnder('grant'), jti: 'token', scope: 'openid' }, 60);
    const found = await adapter.find('token');
    assert.deepEqual(found, { ...codeUnder('grant'), jti: 'token', scope: 'openid' });
    assert.equal(await of('AuthorizationCode').find('token'), undefined);
    clock.advance(minutes(1));
    assert.equal(await adapter.find('token'), undefined);
  },
  oidcTables,
);

eachDatabase(
  'codes of two tabs that came at once are under one grant, so neither is void',
  async ({ db }) => {
    const adapter = (await storageOn(db)).adapter('AuthorizationCode');
    await Promise.all([
      adapter.upsert('code 1', codeUnder('grant 1'), 60),
      adapter.upsert('code 2', codeUnder('grant 2'), 60),
    ]);
    const [first, second] = await Promise.all([adapter.find('code 1'), adapter.find('code 2')]);
    assert.equal(first?.grantId, second?.grantId);
    assert.equal(first?.sid, second?.sid);
    assert.equal((await findGrant(db, first?.grantId ?? ''))?.accountId, 'ada');
  },
  oidcTables,
);

eachDatabase(
  'of twenty that found a code unused and consume it at once one wins, and its grant is void',
  async ({ db }) => {
    const adapter = (await storageOn(db)).adapter('AuthorizationCode');
    await adapter.upsert('code', codeUnder('grant'), 60);
    assert.ok(await findGrant(db, 'grant'));
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => adapter.consume('code')));
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal(await findGrant(db, 'grant'), undefined);
    assert.equal(typeof (await adapter.find('code'))?.consumed, 'number');
  },
  oidcTables,
);

eachDatabase(
  'an interaction that is over is not found again',
  async ({ db }) => {
    const adapter = (await storageOn(db)).adapter('Interaction');
    await adapter.upsert(
      'uid',
      { params: { client_id: 'hosting' }, session: { uid: 's', cookie: 'secret' } },
      60,
    );
    assert.deepEqual(await adapter.find('uid'), {
      params: { client_id: 'hosting' },
      session: { uid: 's' },
      jti: 'uid',
    });
    await adapter.destroy('uid');
    assert.equal(await adapter.find('uid'), undefined);
  },
  oidcTables,
);

eachDatabase(
  'revoking a grant, of whichever kind of token, makes it void, and no other',
  async ({ db }) => {
    const { adapter, clock } = await storageOn(db);
    await adapter('AuthorizationCode').upsert('code', codeUnder('grant'), 60);
    await insertSession(db, { ...sessionAt(clock.now()), uid: 'elsewhere', idDigest: 'another digest' });
    await adapter('AuthorizationCode').upsert(
      'other',
      { ...codeUnder('another'), sessionUid: 'elsewhere' },
      60,
    );
    await adapter('RefreshToken').revokeByGrantId('grant');
    assert.equal(await findGrant(db, 'grant'), undefined);
    assert.ok(await findGrant(db, 'another'));
  },
  oidcTables,
);

eachDatabase(
  'what has expired is swept in batches, and interactions stay for a day',
  async ({ open }) => {
    const deletes: string[] = [];
    const db = open({ onWrite: (statement) => /^delete/.test(statement) && deletes.push(statement) });
    const now = days(10);
    const kinds = { AccessToken: now - 1, Interaction: now - 1, RefreshToken: now + 1, AuthorizationCode: 1 };
    const nobody = { clientId: null, grantId: null, payload: '', consumedAt: null };
    for (const [kind, expiresAt] of Object.entries(kinds)) {
      const ids = Array.from({ length: 600 }, (_, index) => `${index}`);
      const artifacts = ids.map((idDigest) => ({ kind, idDigest, expiresAt, ...nobody }));
      await db.insertInto('oidcArtifacts').values(artifacts).execute();
    }
    await deleteExpiredArtifacts(db, { now, interactionsBefore: now - days(1) });
    assert.equal(deletes.length, 2);
    assert.ok(deletes.every((statement) => statement.includes(' limit ')));
    const left = await db.selectFrom('oidcArtifacts').select('kind').distinct().orderBy('kind').execute();
    assert.deepEqual(
      left.map(({ kind }) => kind),
      ['Interaction', 'RefreshToken'],
    );
  },
  oidcTables,
);
