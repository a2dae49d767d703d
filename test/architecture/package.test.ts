import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { test } from 'node:test';

test('what is published has everything that it loads', (t) => {
  t.after(() => rmSync('dist', { recursive: true, force: true }));
  execFileSync('node', ['prepack.ts', '--unchecked']);
  const run = (program: string) =>
    execFileSync('node', ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  assert.match(execFileSync('node', ['dist/src/main.js', 'help'], { encoding: 'utf8' }), /master-account/);
  assert.equal(run("await import('./dist/demo/start-demo.js'); process.stdout.write('loaded')"), 'loaded');
});
