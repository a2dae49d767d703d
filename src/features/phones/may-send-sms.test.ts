import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maySendSms } from './may-send-sms.ts';
import { smsPrefixOf } from './sms-prefix.ts';

const verdict = async (number: string, prefixes = ['+1', '+44', '+49']) => {
  const allowed = await maySendSms(number, prefixes);
  return allowed.ok ? 'allowed' : allowed.error;
};

test('only numbers that begin as the configuration allows are sent texts', async () => {
  assert.equal(await verdict('+15555555555'), 'allowed');
  assert.equal(await verdict('+447911123456'), 'allowed');
  assert.equal(await verdict('+393123456789'), 'prefix-not-allowed');
  assert.equal(await verdict('+18762345678', ['+1555']), 'prefix-not-allowed');
  assert.equal(await verdict('+15555555555', []), 'prefix-not-allowed');
});

test('numbers that cost whoever calls them, or that nobody has in a pocket, are sent none', async () => {
  for (const number of ['+19005551234', '+449098790000', '+18005551234', '+447012345678', '+491805123456']) {
    assert.equal(await verdict(number), 'kind-not-allowed', number);
  }
});

test('what is no possible number in E.164 is sent none, however it begins', async () => {
  for (const number of [
    '+1',
    '+1555555',
    '+1 555 555 5555',
    '+15555555555;ext=9',
    '+1555555555５',
    '+1٥555555555',
  ]) {
    assert.equal(await verdict(number), 'kind-not-allowed', number);
  }
});

test('a number is counted with its neighbours: the country and the next three digits', () => {
  assert.equal(smsPrefixOf('+18762345678'), '+1876');
  assert.equal(smsPrefixOf('+447911123456'), '+44791');
  assert.equal(smsPrefixOf('+3545812345'), '+354581');
});
