import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insertText, listTexts, listUntold, openTexts } from './texts.queries.ts';

test('only the newest 500 texts are kept, and what was to be told of the others is forgotten', () => {
  const database = openTexts(':memory:');
  for (let count = 1; count <= 503; count++) {
    const text = {
      to: '+15555550100',
      trace: '',
      callback: '',
      answer: 'accepted',
      receivedAt: count,
    } as const;
    insertText(database, { ...text, messageId: `m-${count}`, text: `${count}` }, [
      { status: 'delivered', dueAt: count },
    ]);
  }
  const kept = listTexts(database, { limit: 1000 });
  assert.equal(kept.length, 500);
  assert.deepEqual([kept.at(0)?.text, kept.at(-1)?.text], ['503', '4']);
  assert.equal(listUntold(database).length, 500);
});
