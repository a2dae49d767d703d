import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { fakeClock } from '../../../test/support/clock.ts';
import { minutes, seconds, systemClock } from '../../kernel/index.ts';
import { signCall, verifySignedCall } from './signed-call.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const body = '{"username":"ada","note":"ünïcode ✓"}';

test('a service that uses the standardwebhooks package accepts our calls', () => {
  const call = signCall({ clock: systemClock }, secret, { id: 'msg_1', body });
  const headers = {
    'webhook-id': call.id,
    'webhook-timestamp': call.timestamp,
    'webhook-signature': call.signature,
  };
  assert.deepEqual(new Webhook(secret).verify(body, headers), JSON.parse(body));
});

test('we accept calls that are signed with the standardwebhooks package', () => {
  const now = new Date();
  const signature = new Webhook(secret).sign('msg_1', now, body);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const verdict = verifySignedCall({ clock: systemClock }, secret, {
    id: 'msg_1',
    timestamp,
    body,
    signature,
  });
  assert.deepEqual(verdict, { ok: true, value: { id: 'msg_1' } });
});

test('one right signature among several is enough, so that keys can be rotated', () => {
  const clock = fakeClock();
  const call = signCall({ clock }, secret, { id: 'msg_1', body });
  const signature = `v1,b2xk v1a,b3RoZXI= ${call.signature}`;
  assert.ok(verifySignedCall({ clock }, secret, { ...call, signature }).ok);
});

test('a call changed in any part is refused', () => {
  const clock = fakeClock();
  const call = signCall({ clock }, secret, { id: 'msg_1', body });
  const otherSecret = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  const wrong = { ok: false, error: 'wrong-signature' };
  assert.deepEqual(verifySignedCall({ clock }, otherSecret, call), wrong);
  assert.deepEqual(verifySignedCall({ clock }, secret, { ...call, body: `${body} ` }), wrong);
  assert.deepEqual(verifySignedCall({ clock }, secret, { ...call, id: 'msg_2' }), wrong);
  const later = String(Number(call.timestamp) + 1);
  assert.deepEqual(verifySignedCall({ clock }, secret, { ...call, timestamp: later }), wrong);
});

test('a call is fresh for five minutes on either side of our clock', () => {
  const clock = fakeClock();
  const call = signCall({ clock }, secret, { id: 'msg_1', body });
  const verdictAfter = (duration: number) => {
    const then = fakeClock(clock.now() + duration);
    const verdict = verifySignedCall({ clock: then }, secret, call);
    return verdict.ok ? 'fresh' : verdict.error;
  };
  assert.equal(verdictAfter(minutes(5)), 'fresh');
  assert.equal(verdictAfter(-minutes(5)), 'fresh');
  assert.equal(verdictAfter(minutes(5) + seconds(1)), 'stale');
  assert.equal(verdictAfter(-minutes(5) - seconds(1)), 'stale');
});

test('a call that is not signed at all is told so', () => {
  const clock = fakeClock();
  const call = signCall({ clock }, secret, { id: 'msg_1', body });
  for (const lacking of [{ id: '' }, { timestamp: '' }, { timestamp: 'now' }, { signature: '' }]) {
    assert.deepEqual(verifySignedCall({ clock }, secret, { ...call, ...lacking }), {
      ok: false,
      error: 'not-signed',
    });
  }
});
