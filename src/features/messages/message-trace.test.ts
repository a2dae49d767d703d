import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newId } from '../../kernel/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { readTrace, traceOf } from './message-trace.ts';
import { returnPathOf, traceInReturnPath } from './return-path.ts';

const sealing = openSealing([Buffer.alloc(32, 1)]);
const at = (returnDomain: string) => ({ sealing, returnDomain });
const someId = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

test('a return path leads back to the very try, whatever a server did to its letter case', () => {
  fc.assert(
    fc.property(someId, fc.integer({ min: 1, max: 99_999 }), (messageId, number) => {
      const address = returnPathOf(traceOf(sealing, { messageId, try: number }), 'bounces.example.com');
      assert.ok(address.indexOf('@') <= 64, address);
      for (const seen of [address, address.toUpperCase(), `<${address}>`]) {
        const trace = traceInReturnPath(at('bounces.example.com'), seen);
        assert.deepEqual(trace && readTrace(sealing, trace), { messageId, try: number });
      }
    }),
  );
});

test('a trace that was changed in any place, or made with another key, is none', () => {
  const trace = traceOf(sealing, { messageId: newId(), try: 1 });
  for (let at = 0; at < trace.length; at++) {
    const other = trace[at] === '1' ? '2' : '1';
    assert.equal(
      readTrace(sealing, `${trace.slice(0, at)}${other}${trace.slice(at + 1)}`),
      undefined,
      `${at}`,
    );
  }
  assert.equal(readTrace(openSealing([Buffer.alloc(32, 2)]), trace), undefined);
  for (const none of ['', 'x', `${trace}0`, trace.slice(1), trace.repeat(3)]) {
    assert.equal(readTrace(sealing, none), undefined);
  }
});

test('an address of another domain is no return path', () => {
  const address = returnPathOf(traceOf(sealing, { messageId: newId(), try: 1 }), 'bounces.example.com');
  assert.equal(traceInReturnPath(at('example.com'), address), undefined);
  assert.equal(traceInReturnPath(at('bounces.example.com'), `x${address}`), undefined);
});
