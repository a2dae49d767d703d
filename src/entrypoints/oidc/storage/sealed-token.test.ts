import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealing } from '../../../../test/support/oidc-world.ts';
import { openToken, sealToken } from './sealed-token.ts';

const facts = {
  payload: { accountId: 'ada', clientId: 'hosting', grantId: 'g' },
  expiresAt: 1_700_000_000_000,
};
const deps = { sealing };

test('an access token says to us what it was given for, and not its own name', () => {
  const token = sealToken(deps, { ...facts, payload: { ...facts.payload, jti: 'random' } });
  assert.deepEqual(openToken(deps, token ?? ''), facts);
  assert.ok(!token?.includes('ada'));
});

test('one that was changed anywhere, or was sealed for something else, says nothing', () => {
  const token = sealToken(deps, facts) ?? '';
  const middle = Math.floor(token.length / 2);
  const wrong = [
    token.slice(0, middle) + (token[middle] === 'A' ? 'B' : 'A') + token.slice(middle + 1),
    token.replace(/\.[^.]{2}/, '.AA'),
    token.slice(0, 40),
    token.slice(0, -4),
    '',
    '.',
    '..',
    sealing.seal(JSON.stringify(facts), 'oidc RefreshToken'),
  ];
  for (const each of wrong) assert.equal(openToken(deps, each), undefined, each);
});

test('what would be too long for a header is left to be stored', () => {
  const claims = { userinfo: { name: { values: ['x'.repeat(2000)] } } };
  assert.equal(sealToken(deps, { ...facts, payload: { ...facts.payload, claims } }), undefined);
});
