import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachDatabase } from '../../../test/support/databases.ts';
import { findAccount, findAccountByEmail, insertAccount, isActive, normaliseName } from './index.ts';

const ada = (id: string) => ({
  id,
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
  phone: null,
  secondFactorChosenAt: null,
  createdAt: 1,
});

eachDatabase(
  'of fifty accounts for one address at once one is made, and the others are told so',
  async ({ db, open }) => {
    const nodes = [db, open()];
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, index) => insertAccount(nodes[index % 2] ?? db, ada(`id-${index}`))),
    );
    assert.equal(made.filter(Boolean).length, 1);
    const account = await findAccountByEmail(db, 'ada@example.com');
    assert.equal(account?.id, `id-${made.indexOf(true)}`);
    assert.deepEqual(await findAccount(db, account?.id ?? ''), account);
  },
);

test('a disabled, deleted or missing account is not active', () => {
  const account = {
    ...ada('ada'),
    ...{ phoneVerifiedAt: null, secondFactorDueAt: null, disabledAt: null, deletedAt: null },
  };
  assert.ok(isActive(account));
  assert.ok(!isActive({ ...account, disabledAt: 5 }));
  assert.ok(!isActive({ ...account, deletedAt: 5 }));
  assert.ok(!isActive(undefined));
});

test('a name is kept as it is written, on one line', () => {
  assert.deepEqual(normaliseName('  Ada   King '), { ok: true, value: 'Ada King' });
  assert.deepEqual(normaliseName("O'Brien <b>\u202egpj"), { ok: true, value: "O'Brien <b>gpj" });
  assert.deepEqual(normaliseName('Ada\r\nBcc: x'), { ok: true, value: 'Ada Bcc: x' });
  assert.deepEqual(normaliseName('李'), { ok: true, value: '李' });
  for (const blank of [' \n', '\u200B', '\u3164', '\u2800', '\u0301'])
    assert.deepEqual(normaliseName(blank), { ok: false, error: 'name-missing' });
  assert.deepEqual(normaliseName('a'.repeat(101)), { ok: false, error: 'name-too-long' });
});
