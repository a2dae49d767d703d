import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insertMessage, listMessages, openMailbox } from './messages.queries.ts';

test('only the newest 500 messages are kept', () => {
  const database = openMailbox(':memory:');
  for (let count = 1; count <= 503; count++) {
    const mail = { to: 'ada@example.com', from: '', text: '', html: '', headers: [], receivedAt: count };
    insertMessage(database, { ...mail, subject: `${count}` });
  }
  const kept = listMessages(database, { limit: 1000 });
  assert.equal(kept.length, 500);
  assert.equal(kept.at(0)?.subject, '503');
  assert.equal(kept.at(-1)?.subject, '4');
});
