import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { holdAlone } from '../../src/platform/database/index.ts';
import { temporaryFolder } from '../support/databases.ts';

test('of two that want the embedded database, one has it, and the other after it', () => {
  const file = join(temporaryFolder(), 'running.lock');
  const release = holdAlone(file);
  assert.ok(release);
  assert.equal(holdAlone(file), undefined);
  release();
  const next = holdAlone(file);
  assert.ok(next);
  next();
});
