import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { replies } from '../../../../test/fixtures/replies.ts';
import { classifyLastReply, classifyReply, statusIn } from './index.ts';

test('what real servers answer is understood', async (t) => {
  assert.ok(replies.length >= 100, `${replies.length} replies`);
  for (const [whose, code, words, means] of replies) {
    await t.test(`${whose} says ${code} ${words}`, () => {
      assert.equal(classifyReply({ code, words }), means);
    });
  }
});

test('a code at the beginning of the words counts as one that stands by itself', () => {
  for (const [whose, code, words, means] of replies) {
    assert.equal(classifyReply({ words: `${code} ${words}` }), means, `${whose}: ${code} ${words}`);
  }
});

test('a reply of several lines means what it means on one', () => {
  for (const [whose, code, words, means] of replies) {
    const lines = words.replace(/(?<=\S{3}) /g, ` ${code}-`);
    assert.equal(classifyReply({ code, words: lines }), means, `${whose}: ${lines}`);
  }
});

test('where nobody tries again, what may pass is a refusal all the same', () => {
  assert.equal(classifyLastReply({ code: '550', words: 'Ip frequency limited' }), 'blocked');
  assert.equal(classifyLastReply({ code: '550', words: 'Greylisted' }), 'bounced');
  assert.equal(classifyLastReply({ code: '421', words: '4.7.0 [TSS04] temporarily deferred' }), 'bounced');
  assert.equal(classifyLastReply({ status: '4.4.7', words: 'delivery time expired' }), 'bounced');
});

test('the status that a report has counts where the words have none', () => {
  assert.equal(classifyReply({ status: '5.7.1', words: '' }), 'blocked');
  assert.equal(classifyReply({ status: '5.1.1', words: '' }), 'bounced');
  assert.equal(classifyReply({ status: '4.2.2', words: '' }), 'deferred');
});

test('an address or a version is no status', () => {
  assert.equal(statusIn('from 5.1.1.7 by Exim 4.96.1'), undefined);
  assert.equal(statusIn('sorry, no mailbox here by that name (#5.1.1 - chkuser)'), '5.1.1');
  assert.equal(statusIn('It ended with 5.7.1.'), '5.7.1');
});

test('any words at all are understood as something', () => {
  const meanings = ['bounced', 'blocked', 'deferred'];
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (words, code, status) => {
      assert.ok(meanings.includes(classifyReply({ code, status, words })));
      assert.notEqual(classifyLastReply({ code, status, words }), 'deferred');
    }),
  );
});

test('words of any length cost no more than their beginning', () => {
  const far = `${'The moon is down. '.repeat(10_000)} spamhaus`;
  assert.equal(classifyReply({ code: '550', words: far }), 'bounced');
  assert.equal(classifyReply({ code: '550', words: far.slice(-1000) }), 'blocked');
});
