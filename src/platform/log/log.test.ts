import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { openLog } from './index.ts';

test('a secret that is handed to the log by mistake is not written, at any depth in use', () => {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const log = openLog('info', destination);
  log.info(
    { password: 'canary-1', form: { token: 'canary-2' }, a: { b: { pin: 'canary-3' } } },
    'A sentence.',
  );
  assert.equal(lines.length, 1);
  assert.ok(!lines.join('').includes('canary'), lines.join(''));
  assert.match(lines.join(''), /A sentence\./);
});
