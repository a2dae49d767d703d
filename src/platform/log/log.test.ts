import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLog, withReference } from './index.ts';

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

test('what is logged while a request goes on bears its reference number, unless the line has one of its own', async () => {
  const lines: string[] = [];
  const log = openLog('info', { write: (line) => void lines.push(line) });
  let reference = 'AAAA-AAAA';
  await withReference(
    () => reference,
    async () => {
      log.info('before the attempt is known');
      reference = 'BBBB-BBBB';
      await sleep(1);
      log.warn({ service: 'x' }, 'deep below');
      log.info({ reference: 'CCCC-CCCC' }, 'of another');
    },
  );
  log.info('after');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).reference),
    ['AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC', undefined],
  );
});

test('nothing that strangers write is obeyed by the terminal in which a log is read, or hides in it', () => {
  const lines: string[] = [];
  const log = openLog('info', { write: (line) => void lines.push(line) });
  const path = '/\u009b2J\u001b[2J\u007f\u0085\u2028\u202egpj\u200b\u{e0041}\r\n{"level":60}';
  log.info({ path }, path);
  const [line = ''] = lines;
  assert.match(line, /^[\x20-\x7e]*\n$/);
  assert.equal(JSON.parse(line).path, path);
});
