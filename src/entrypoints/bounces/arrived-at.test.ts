import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivedAt } from './arrived-at.ts';

const ours = 'bounce+abc-1-def@bounces.example.com';
const isOurs = (address: string) => address.startsWith('bounce+');
const at = (...lines: string[]) => arrivedAt(Buffer.from([...lines, '', 'body'].join('\r\n')), isOurs);

test('the return path is found in every header that servers note the recipient in', () => {
  for (const name of [
    'Delivered-To',
    'X-Original-To',
    'Envelope-To',
    'X-Envelope-To',
    'X-Delivered-To',
    'To',
    'DELIVERED-TO',
  ]) {
    assert.equal(at('From: x@example.net', `${name}: ${ours}`), ours, name);
  }
  assert.equal(at(`To: "Bounces" <${ours}>, ada@example.com`), ours);
  assert.equal(at('Delivered-To:', `\t<${ours}>`), ours, 'folded');
});

test('what stands elsewhere in a mail, or is not ours, is no return path', () => {
  assert.equal(at('To: ada@example.com', `Subject: ${ours}`, `From: ${ours}`), undefined);
  assert.equal(arrivedAt(Buffer.from(`To: ada@example.com\r\n\r\nTo: ${ours}`), isOurs), undefined);
});

test('of several the one that the delivering server noted goes first', () => {
  const other = ours.replace('abc', 'xyz');
  assert.equal(at(`To: ${other}`, `Delivered-To: ${ours}`), ours);
  assert.equal(at('Delivered-To: bounces@example.com', `X-Original-To: ${ours}`), ours);
});

test('a header without end, and one of nothing but addresses, is read to a limit', () => {
  assert.equal(arrivedAt(Buffer.from(`X: ${'x'.repeat(10_000_000)}`), isOurs), undefined);
  let asked = 0;
  const never = () => {
    asked += 1;
    return false;
  };
  assert.equal(arrivedAt(Buffer.from(`To: ${'ada@example.com,'.repeat(4000)}`), never), undefined);
  assert.equal(asked, 50);
  assert.equal(at(`To: ${'@'.repeat(60_000)}`), undefined);
});
