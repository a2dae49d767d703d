import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachDatabase } from '../../../test/support/databases.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { insertAccount } from '../accounts/index.ts';
import { checkPinForm, insertPin, newPin } from './index.ts';
import { findSealedPin } from './pins.queries.ts';

test('a new PIN is six random digits', () => {
  const pins = new Set(Array.from({ length: 50 }, newPin));
  for (const pin of pins) assert.match(pin, /^\d{6}$/);
  assert.ok(pins.size > 40);
});

test('an own PIN is digits only, 4 to 10 of them', () => {
  for (const pin of ['0000', '1234567890', ' 2468 ', '２４６８']) assert.ok(checkPinForm(pin).ok, pin);
  for (const pin of ['', '123', '12345678901', '12a4', '12 34', '-1234', '١٢٣٤']) {
    assert.deepEqual(checkPinForm(pin), { ok: false, error: 'pin-form' }, pin);
  }
});

eachDatabase('a PIN at rest is readable only for its own account', async ({ db }) => {
  const sealing = openSealing([Buffer.alloc(32, 1)]);
  const account = {
    email: 'a@b.co',
    firstName: 'A',
    lastName: 'B',
    phone: null,
    secondFactorChosenAt: null,
    createdAt: 1,
  };
  await insertAccount(db, { id: 'ada', ...account });
  await insertPin({ db, sealing }, { accountId: 'ada', pin: '2468', setAt: 1 });
  const sealed = (await findSealedPin(db, 'ada'))?.sealedPin ?? '';
  assert.ok(!sealed.includes('2468'));
  assert.equal(sealing.open(sealed, 'pin:ada'), '2468');
  assert.throws(() => sealing.open(sealed, 'pin:bob'));
});
