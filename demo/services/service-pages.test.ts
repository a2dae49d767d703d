import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lumenServices } from '../lumen.ts';
import { assertBalanced } from '../test-support/balanced.ts';
import { serviceWorld } from '../test-support/service-world.ts';
import { seedUsers } from './seed-users.ts';

test('each service has its own front door, with both ways in', async (t) => {
  for (const { id, name, tagline } of lumenServices) {
    const { app } = await serviceWorld(t, { id });
    const page = await (await app.request('/')).text();
    for (const shown of [name, tagline, 'href="/sign-in"', 'href="/sign-in?once=1"'])
      assert.ok(page.includes(shown));
  }
});

test('pages keep to a policy without inline script or style, and everything that they load is there', async (t) => {
  const { app } = await serviceWorld(t);
  for (const path of ['/', '/forgotten-password', '/signed-out', '/callback', '/nowhere']) {
    const answer = await app.request(path);
    const page = await answer.text();
    assert.match(
      answer.headers.get('content-security-policy') ?? '',
      /default-src 'none'.*frame-ancestors 'none'/,
    );
    assertBalanced(page);
    assert.doesNotMatch(page, /<style|style="|<script>|\son\w+="/);
    for (const [, asset] of page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
      assert.equal((await app.request(asset ?? '')).status, 200);
    }
  }
});

test('users and their passwords are as they were when the service starts again', async (t) => {
  const first = await serviceWorld(t);
  const users = () => first.deps.database.prepare('SELECT * FROM users ORDER BY id').all();
  const before = users();
  await seedUsers(first.deps.database, first.deps.service);
  assert.equal(before.length, 6);
  assert.deepEqual(users(), before);
});
