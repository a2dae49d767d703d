import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReply } from './server-words.ts';

const quotations: [text: string, code: string | undefined, status: string | undefined, words: string][] = [
  ['smtp; 550 5.1.1 user unknown', '550', '5.1.1', '5.1.1 user unknown'],
  ['smtp;550 user unknown', '550', undefined, 'user unknown'],
  ['550-5.7.26 unauthenticated\n550 5.7.26 mail', '550', '5.7.26', '5.7.26 unauthenticated\n550 5.7.26 mail'],
  ['5.1.1 user unknown', undefined, '5.1.1', '5.1.1 user unknown'],
  ['250 OK', '250', undefined, 'OK'],
  ['554', '554', undefined, ''],
  ['5500 mails a day are enough', undefined, undefined, '5500 mails a day are enough'],
  ['192.0.2.1 is on a list; go away', undefined, undefined, '192.0.2.1 is on a list; go away'],
  ['', undefined, undefined, ''],
];
for (const [text, code, status, words] of quotations) {
  test(`"${text.replace('\n', ' / ')}" is read as ${code}, ${status}, and words`, () => {
    assert.deepEqual(readReply(text), { code, status, words });
  });
}

test('a status that is said beside the words outweighs the one in them', () => {
  assert.equal(readReply('550 5.0.0 no', '5.1.1').status, '5.1.1');
});

test('however long a quotation is, reading it takes no time', () => {
  for (const text of [' '.repeat(1_000_000), '4.4.4'.repeat(200_000), `smtp${' ; '.repeat(300_000)}`])
    assert.ok(readReply(text).words.length <= 2000);
});
