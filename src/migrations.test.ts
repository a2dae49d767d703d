import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { migrations } from './migrations.ts';

test('of each migration the papers say what an operator has to know before an upgrade', () => {
  const lines = readFileSync('docs/upgrading.md', 'utf8').split('\n');
  const noted = lines.flatMap((line) => /^\| `(\d{4}-[a-z0-9-]+)` \| .+ \| .+ \|$/.exec(line)?.[1] ?? []);
  const names = migrations.map(({ name }) => name).sort();
  assert.deepEqual(noted.toSorted(), names, 'one line for each in docs/upgrading.md, and none for others');
});
