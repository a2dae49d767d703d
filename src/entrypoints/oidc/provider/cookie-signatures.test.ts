import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { cookieSignatures } from './cookie-signatures.ts';

const key = 'of this test';
const signatures = cookieSignatures(key);

describe('signatures of cookies', () => {
  it('are those that the library makes by itself, so that whoever is signed in stays so', () => {
    // What the library builds from a bare key; it comes with it.
    const Keygrip = createRequire(createRequire(import.meta.url).resolve('koa'))('keygrip');
    const theirs = new Keygrip([key]);
    for (let nth = 0; nth < 50; nth++) {
      const text = `ma_session=value-${nth}`;
      assert.equal(signatures.sign(text), theirs.sign(text));
      assert.equal(signatures.index(text, theirs.sign(text)), 0);
    }
  });

  it('of another text, key or length are nobody’s', () => {
    const right = signatures.sign('ma_session=one');
    for (const wrong of [
      signatures.sign('ma_session=two'),
      cookieSignatures('another').sign('ma_session=one'),
      '',
      right.slice(1),
      `${right}A`,
      'ü'.repeat(27),
    ]) {
      assert.equal(signatures.index('ma_session=one', wrong), -1);
    }
  });
});
