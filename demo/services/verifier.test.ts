import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { minutes } from '../../src/kernel/index.ts';
import { legacyPassword } from '../lumen.ts';
import { type ServiceWorld, serviceWorld } from '../test-support/service-world.ts';

interface Question {
  body?: string;
  secret?: string;
  at?: Date;
}

async function ask({ app, deps }: ServiceWorld, question: Question): Promise<Response> {
  const { secret = deps.secrets.verifierSecret, at = new Date() } = question;
  const body = question.body ?? JSON.stringify({ username: 'alice', password: legacyPassword });
  return app.request('/verify', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
      'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
    },
  });
}

async function outcomeOf(t: TestContext, username: string, password = legacyPassword): Promise<unknown> {
  const response = await ask(await serviceWorld(t), { body: JSON.stringify({ username, password }) });
  assert.equal(response.status, 200);
  return response.json();
}

test('the right password is a match and names the canonical id', async (t) => {
  assert.deepEqual(await outcomeOf(t, 'alice'), {
    outcome: 'match',
    account: { id: 'mh-1001', username: 'alice', displayName: 'Alice Archer' },
  });
});

test('however a username is written, the same user answers', async (t) => {
  for (const username of ['Alice', 'alice ', 'ＡＬＩＣＥ']) {
    assert.partialDeepStrictEqual(await outcomeOf(t, username), { account: { id: 'mh-1001' } });
  }
});

test('a wrong password and a username that nobody has are the same mismatch', async (t) => {
  assert.deepEqual(await outcomeOf(t, 'alice', 'wrong'), { outcome: 'mismatch' });
  assert.deepEqual(await outcomeOf(t, 'nobody'), { outcome: 'mismatch' });
});

test('locked, expired and second step are told to the right password only', async (t) => {
  const refusals = { locked: 'locked', expired: 'password-expired', 'second-step': 'second-step-required' };
  for (const [username, outcome] of Object.entries(refusals)) {
    assert.deepEqual(await outcomeOf(t, username), { outcome });
    assert.deepEqual(await outcomeOf(t, username, 'wrong'), { outcome: 'mismatch' });
  }
});

test('each service gives the same username another canonical id', async (t) => {
  const ids = await Promise.all(
    ['managed-hosting', 'private-cloud', 'cloud-application-manager', 'public-cloud'].map(async (id) => {
      const answer = (await (await ask(await serviceWorld(t, { id }), {})).json()) as {
        account: { id: string };
      };
      return answer.account.id;
    }),
  );
  assert.equal(new Set(ids).size, 4);
});

test('a question signed with another key is not answered', async (t) => {
  const response = await ask(await serviceWorld(t), { secret: `whsec_${btoa('another key of 24 bytes!')}` });
  assert.equal(response.status, 401);
});

test('a question without a signature is not answered', async (t) => {
  const { app } = await serviceWorld(t);
  const body = JSON.stringify({ username: 'alice', password: legacyPassword });
  assert.equal((await app.request('/verify', { method: 'POST', body })).status, 401);
});

test('a question signed six minutes ago, or six minutes ahead, is not answered', async (t) => {
  const world = await serviceWorld(t);
  for (const away of [-minutes(6), minutes(6)]) {
    assert.equal((await ask(world, { at: new Date(Date.now() + away) })).status, 401);
  }
});

test('a signed question that is not username and password is refused', async (t) => {
  const world = await serviceWorld(t);
  for (const body of ['{}', 'no JSON', '{"username":["alice"],"password":"x"}']) {
    assert.equal((await ask(world, { body })).status, 400);
  }
});

test('a question of a megabyte is refused before it is read', async (t) => {
  assert.equal((await ask(await serviceWorld(t), { body: 'x'.repeat(1024 * 1024) })).status, 413);
});
