import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import {
  askForDeletion,
  callOffDeletion,
  deleteDueAccounts,
  findDeletion,
  keepAccount,
} from '../../src/features/account-deletion/index.ts';
import { type Account, findAccount, holdAccount, insertAccount } from '../../src/features/accounts/index.ts';
import { recordEvent, sealEvents, verifyChain } from '../../src/features/audit/index.ts';
import { linkServiceAccount } from '../../src/features/links/index.ts';
import { recordMessage } from '../../src/features/messages/index.ts';
import { forgetAccount } from '../../src/features/sign-in/index.ts';
import { days } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openSealing } from '../../src/platform/sealing/index.ts';
import { fakeClock } from '../support/clock.ts';
import { eachDatabase, type FreshDatabase, onDatabase } from '../support/databases.ts';
import { signIn, worldOn } from '../support/session-rows.ts';

const service = { id: 'managed-hosting', sharingAllowed: false };

function depsOn(db: Db) {
  const sealing = openSealing([Buffer.alloc(32, 5)]);
  const log = { info: () => undefined };
  const issuer = 'https://account.example.com';
  return {
    ...{ db, clock: fakeClock(), sealing, log, issuer },
    forget: [forgetAccount],
  };
}

/** A row of the account in every table that has a column for it, whoever's table that is. */
async function fillEveryTable(db: Db, accountId: string): Promise<string[]> {
  const tables = await db.introspection.getTables();
  const filled: string[] = [];
  for (const { name, columns } of tables) {
    const has = columns.some((column) => column.name === 'accountId');
    const there = has && (await rowsOf(db, name, accountId)) > 0;
    if (!has || there || name === 'accountDeletions') continue;
    const values = columns
      .filter((column) => !column.isNullable || column.name === 'accountId')
      .map(({ name: column, dataType }) => {
        if (column === 'accountId') return [column, accountId] as const;
        return [column, /int/i.test(dataType) ? 1 : `${accountId}-${name}`] as const;
      });
    const names = values.map(([column]) => sql.ref(column));
    await sql`insert into ${sql.table(name)} (${sql.join(names)}) values (${sql.join(values.map(([, value]) => value))})`.execute(
      db,
    );
    filled.push(name);
  }
  return filled;
}

async function rowsOf(db: Db, table: string, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(table)} where ${sql.ref('accountId')} = ${accountId}`.execute(db);
  return Number(rows[0]?.n);
}

/** Every row of every table, as text. */
async function everything(db: Db): Promise<string[]> {
  const lines: string[] = [];
  for (const { name } of await db.introspection.getTables()) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db);
    for (const row of rows) lines.push(`${name} ${JSON.stringify(row)}`);
  }
  return lines;
}

/** An account with all that it can have, signed in and with a service open. */
async function somebody(deps: ReturnType<typeof depsOn>, id: string): Promise<Account> {
  const { db, clock } = deps;
  const person = { firstName: `First-${id}`, lastName: `Last-${id}`, phone: '+15555550100' };
  const email = `${id}@example.com`;
  await insertAccount(db, { ...person, id, email, secondFactorChosenAt: null, createdAt: clock.now() });
  await signIn({ ...worldOn(db), clock }, `session-${id}`, id, ['managed-hosting']);
  const proof = { serviceId: service.id, account: { id: `at-service-${id}`, username: `user-${id}` } };
  assert.ok((await linkServiceAccount(deps, { accountId: id, service, proof })).ok);
  const token = { token: 'ABCD-EFGH', link: 'x', expiresAt: clock.now() + days(1) };
  await recordMessage(deps, {
    kind: 'registration-token',
    to: email,
    about: 'registration:r',
    fields: token,
  });
  await recordMessage(deps, {
    kind: 'account-created',
    to: email,
    about: `account:${id}`,
    fields: { firstName: 'x' },
  });
  await recordEvent(deps, {
    what: 'signed-in',
    outcome: 'done',
    who: `account:${id}`,
    from: `192.0.2.${id.length}`,
  });
  await fillEveryTable(db, id);
  return (await findAccount(db, id)) as Account;
}

const changerFor = (account: Account) => ({
  account,
  session: `session-${account.id}`,
  sessionIds: [`digest of session-${account.id}`],
  browser: 'b',
  browserWords: undefined,
  address: '198.51.100.9',
  reference: 'R',
});

eachDatabase(
  'asking for the deletion ends every session at once and tells the services; the account stays whole for 14 days',
  async ({ db }) => {
    const deps = depsOn(db);
    const ada = await somebody(deps, 'ada');
    await somebody(deps, 'grace');
    const asked = await askForDeletion(deps, changerFor(ada));
    assert.deepEqual(asked, { ok: true, value: { dueAt: deps.clock.now() + days(14) } });
    assert.equal(await rowsOf(db, 'sessions', 'ada'), 0);
    assert.equal(await rowsOf(db, 'attempts', 'ada'), 0);
    assert.equal(await rowsOf(db, 'sessions', 'grace'), 1);
    const notices = await db
      .selectFrom('logoutNotices')
      .select('clientId')
      .where('accountId', '=', 'ada')
      .execute();
    assert.ok(notices.some(({ clientId }) => clientId === 'managed-hosting'));
    const mail = await db
      .selectFrom('messages')
      .select('recipient')
      .where('kind', '=', 'deletion-asked')
      .execute();
    assert.deepEqual(
      mail.map(({ recipient }) => recipient),
      ['ada@example.com'],
    );
    deps.clock.advance(days(14) - 1);
    await deleteDueAccounts(deps);
    assert.ok(await findAccount(db, 'ada'));
    assert.equal(await rowsOf(db, 'links', 'ada'), 1);
  },
);

eachDatabase('a session that has ended asks for nothing', async ({ db }) => {
  const deps = depsOn(db);
  const ada = await somebody(deps, 'ada');
  await db.deleteFrom('sessions').execute();
  assert.deepEqual(await askForDeletion(deps, changerFor(ada)), { ok: false, error: 'session-over' });
  assert.equal(await findDeletion(db, 'ada'), undefined);
});

eachDatabase('asking twice moves the day no further away', async ({ db }) => {
  const deps = depsOn(db);
  const ada = await somebody(deps, 'ada');
  const first = await askForDeletion(deps, changerFor(ada));
  deps.clock.advance(days(3));
  await signIn({ ...worldOn(db), clock: deps.clock }, 'session-ada', 'ada');
  assert.deepEqual(await askForDeletion(deps, changerFor(ada)), first);
});

eachDatabase('after 14 days nothing of the account is left, and everything of the others', async ({ db }) => {
  const deps = depsOn(db);
  const ada = await somebody(deps, 'ada');
  await askForDeletion(deps, changerFor(ada));
  await fillEveryTable(db, 'ada');
  await somebody(deps, 'grace');
  await sealEvents(deps);
  const before = (await everything(db)).filter((line) => line.includes('grace'));
  deps.clock.advance(days(14));
  await deleteDueAccounts(deps);
  const left = await everything(db);
  assert.deepEqual(
    left.filter((line) =>
      /ada@example|First-ada|Last-ada|at-service-ada|user-ada|198\.51\.100\.9/.test(line),
    ),
    [],
  );
  const tables = left.filter((line) => /"ada"|account:ada/.test(line)).map((line) => line.split(' ')[0]);
  assert.deepEqual([...new Set(tables)].sort(), ['auditEvents', 'logoutNotices']);
  assert.deepEqual(left.filter((line) => line.includes('grace')).sort(), before.sort());
  await sealEvents(deps);
  assert.deepEqual((await verifyChain(deps)).faults, []);
  const proof = { serviceId: service.id, account: { id: 'at-service-ada', username: 'u' } };
  assert.ok((await linkServiceAccount(deps, { accountId: 'grace2', service, proof })).ok, 'it is free again');
});

eachDatabase(
  'what was texted for a recovery of the account to a number that it had before goes with it',
  async ({ db }) => {
    const deps = depsOn(db);
    await askForDeletion(deps, changerFor(await somebody(deps, 'ada')));
    const fields = { token: 'ABCD-EFGH', expiresAt: deps.clock.now() + days(30) };
    const text = { kind: 'recovery-text', to: '+15555550188', about: 'recovery:gone', fields } as const;
    await recordMessage(deps, { ...text, accountId: 'ada' });
    await recordMessage(deps, { ...text, accountId: 'grace' });
    deps.clock.advance(days(14));
    await deleteDueAccounts(deps);
    const texts = await db.selectFrom('messages').select('accountId').where('channel', '=', 'sms').execute();
    assert.deepEqual(texts, [{ accountId: 'grace' }]);
  },
);

eachDatabase(
  'what others have texted to a number that the account never verified is not its own, and stays',
  async ({ db }) => {
    const deps = depsOn(db);
    await askForDeletion(deps, changerFor(await somebody(deps, 'ada')));
    await askForDeletion(deps, changerFor(await somebody(deps, 'bob')));
    const phone = '+15555550177';
    await db.updateTable('accounts').set({ phone, phoneVerifiedAt: 1 }).where('id', '=', 'bob').execute();
    for (const to of ['+15555550100', phone]) {
      const fields = { token: 'ABCD-EFGH', expiresAt: deps.clock.now() + days(30) };
      await recordMessage(deps, { kind: 'recovery-text', to, about: 'recovery:grace', fields });
    }
    deps.clock.advance(days(14));
    await deleteDueAccounts(deps);
    assert.equal(await findAccount(db, 'ada'), undefined);
    const texts = await db.selectFrom('messages').select('recipient').where('channel', '=', 'sms').execute();
    assert.deepEqual(texts, [{ recipient: '+15555550100' }]);
  },
);

eachDatabase(
  'an account that is kept in time is never deleted; one that is deleted is not kept',
  async ({ db, open }) => {
    const deps = depsOn(db);
    const people = [];
    for (const id of ['ada', 'bob', 'eve']) {
      const account = await somebody(deps, id);
      people.push(account);
      await askForDeletion(deps, changerFor(account));
    }
    const [ada] = people;
    const keep = (account: Account, on = db) =>
      on.transaction().execute(async (trx) => {
        const keeping = { account, from: {}, reference: 'R' };
        return (await holdAccount(trx, account.id)) && callOffDeletion({ ...deps, db: trx }, keeping);
      });
    assert.equal(await keep(ada as Account), true);
    assert.equal(await keep(ada as Account), false);
    deps.clock.advance(days(15));
    const others = people.slice(1);
    const kept = await Promise.all([
      ...others.map((account) => keep(account, open())),
      deleteDueAccounts(deps).then(() => true),
      deleteDueAccounts({ ...deps, db: open() }).then(() => true),
    ]);
    for (const [nth, account] of others.entries()) {
      assert.equal((await findAccount(db, account.id)) !== undefined, kept[nth], 'either kept or gone');
      assert.equal(await rowsOf(db, 'links', account.id), kept[nth] ? 1 : 0);
    }
    assert.ok(await findAccount(db, 'ada'));
    const events = await db
      .selectFrom('auditEvents')
      .select(['what'])
      .where('who', '=', 'account:ada')
      .execute();
    assert.ok(events.some(({ what }) => what === 'account-kept'));
  },
);

onDatabase('sqlite', 'a session that has ended meanwhile keeps no account', async ({ db }) => {
  const deps = depsOn(db);
  const ada = await somebody(deps, 'ada');
  await askForDeletion(deps, changerFor(ada));
  assert.deepEqual(await keepAccount(deps, changerFor(ada)), { ok: false, error: 'session-over' });
  assert.ok(await findDeletion(db, 'ada'));
  await signIn({ ...worldOn(db), clock: deps.clock }, 'session-ada', 'ada');
  assert.deepEqual(await keepAccount(deps, changerFor(ada)), { ok: true, value: true });
  assert.equal(await findDeletion(db, 'ada'), undefined);
});

eachDatabase('an account that cannot be deleted holds up no other, and stays whole', async ({ db }) => {
  const deps = depsOn(db);
  for (const id of ['ada', 'bob']) await askForDeletion(deps, changerFor(await somebody(deps, id)));
  deps.clock.advance(days(14));
  const failing = async (_: Db, { id }: Account) => {
    if (id === 'ada') throw new Error('The disk is full.');
  };
  await assert.rejects(deleteDueAccounts({ ...deps, forget: [...deps.forget, failing] }), /1 accounts/);
  assert.ok(await findAccount(db, 'ada'));
  assert.equal(await rowsOf(db, 'links', 'ada'), 1);
  assert.ok(await findDeletion(db, 'ada'));
  assert.equal(await findAccount(db, 'bob'), undefined);
  await deleteDueAccounts(deps);
  assert.equal(await findAccount(db, 'ada'), undefined);
});

async function deleteAndDie(
  { address }: FreshDatabase,
  now: number,
  dyingAt: number,
): Promise<string | null> {
  const process_ = spawn(
    process.execPath,
    [`${import.meta.dirname}/deleting-process.ts`, JSON.stringify(address), `${now}`, `${dyingAt}`],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [, signal] = await once(process_, 'exit');
  return signal;
}

eachDatabase('kill -9 at any write of the deletion leaves the account whole or gone', async (fresh) => {
  const { db } = fresh;
  const deps = depsOn(db);
  await askForDeletion(deps, changerFor(await somebody(deps, 'ada')));
  await fillEveryTable(db, 'ada');
  const whole = await everything(db);
  const now = deps.clock.now() + days(14);
  // Each is a process that loads the product: a few of its writes, the first one and late ones among them.
  for (let dyingAt = 1; dyingAt < 100; dyingAt += 11) {
    const signal = await deleteAndDie(fresh, now, dyingAt);
    const account = await findAccount(db, 'ada');
    if (account) assert.deepEqual((await everything(db)).sort(), whole.sort(), `after write ${dyingAt}`);
    else assert.equal(await rowsOf(db, 'links', 'ada'), 0);
    if (signal === null) return assert.equal(account, undefined);
    assert.equal(signal, 'SIGKILL');
  }
  assert.fail('The deletion never came to its end.');
});
