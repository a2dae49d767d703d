import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from './bounded-json.ts';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const list = (length: number) => JSON.stringify(Array.from({ length }, () => ({ a: [1, 2] })));

test('JSON is read up to a depth of 20 and a thousand things on one level', () => {
  assert.ok(readJson(nested(20)));
  assert.equal(readJson(nested(21)), undefined);
  assert.equal((readJson(list(1000)) as unknown[]).length, 1000);
  assert.equal(readJson(list(1001)), undefined);
  assert.equal(readJson(`{${Array.from({ length: 1001 }, (_, at) => `"${at}":1`).join()}}`), undefined);
  assert.equal(readJson('['.repeat(1_000_000)), undefined);
});

test('brackets and commas within texts do not count', () => {
  const text = `${'[{'.repeat(50)}"\\${','.repeat(2000)}\\"`;
  assert.deepEqual(readJson(JSON.stringify([text, 'end'])), [text, 'end']);
});

test('what is no JSON in UTF-8 is not read', () => {
  for (const text of ['', '"', '"\\', '[1', '1]', '{"a":1}}', 'undefined'])
    assert.equal(readJson(text), undefined);
  assert.equal(readJson(Buffer.from([0x22, 0xff, 0x22])), undefined);
});
