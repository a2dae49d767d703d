import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { demoConfiguration } from '../../demo/index.ts';
import { startApp } from '../../src/app.ts';
import { checkConfiguration } from '../../src/config.ts';
import { minutes } from '../../src/kernel/index.ts';
import { holdDataDirectory } from '../../src/parts.ts';
import { temporaryFolder } from '../support/databases.ts';
import { freePorts } from '../support/ports.ts';

async function started(t: TestContext) {
  const first = await freePorts(9);
  const issuer = `http://localhost:${first}`;
  const ports = { demo: first + 1, mailbox: first + 6, smtp: first + 7, bounces: first + 8 };
  const dataDirectory = temporaryFolder();
  t.after(() => rmSync(dataDirectory, { recursive: true }));
  const input = demoConfiguration({ issuer, port: first, ports, dataDirectory });
  const checked = checkConfiguration({ ...input, logLevel: 'silent' });
  assert.ok(checked.ok);
  return { issuer, configuration: checked.value, app: await startApp(checked.value) };
}

test('a node that stops says so first, answers everybody for a while, and then leaves its data to the next', async (t) => {
  const { issuer, configuration, app } = await started(t);
  const ready = await fetch(`${issuer}/health/ready`);
  assert.deepEqual([ready.status, await ready.json()], [200, { status: 'ready' }]);
  assert.equal(ready.headers.get('cache-control'), 'no-store');
  assert.equal(ready.headers.get('set-cookie'), null);

  // Drains for longer than the test looks; then it is told to end at once.
  void app.stop({ drain: minutes(1), within: minutes(2) });
  const not = await fetch(`${issuer}/health/ready`);
  assert.deepEqual([not.status, await not.json()], [503, { status: 'stopping' }]);
  const page = await fetch(`${issuer}/help`);
  assert.deepEqual([page.status, page.headers.get('connection')], [200, 'close']);
  assert.equal((await fetch(`${issuer}/health/live`)).status, 200);
  assert.throws(() => holdDataDirectory(configuration), /Another Master Account runs/);

  await app.stop();
  await assert.rejects(fetch(`${issuer}/help`));
  holdDataDirectory(configuration)();
});

test('however often readiness is asked, it is never throttled', async (t) => {
  const { issuer, app } = await started(t);
  t.after(() => app.stop());
  const answers = await Promise.all(
    Array.from({ length: 400 }, async () => {
      const answer = await fetch(`${issuer}/health/ready`);
      await answer.arrayBuffer();
      return answer.status;
    }),
  );
  assert.deepEqual(new Set(answers), new Set([200]));
});
