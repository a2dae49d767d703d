import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { importsOfPages } from './cruise.ts';

/** The lines of the product's own sources, tests aside, that match `pattern` outside the files in `place`. */
function linesOutside(place: RegExp, pattern: RegExp): string[] {
  return globSync('src/**/*.ts')
    .filter((file) => !file.endsWith('.test.ts') && !place.test(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => `${file}: ${line.trim()}`),
    )
    .filter((line) => pattern.test(line));
}

// Imports are dependency-cruiser's part; a query can also be built on a `Db` that was handed over.
const buildsQuery = /\.(selectFrom|insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(|\bsql`/;
// Words for a drawer that anything fits into; a name says what is in the file. "My data" is a section of the pages.
const drawer = /(^|\/|(?<!\/my)-)(utils?|helpers?|common|manager|data|info)([./]|$)/;

test('queries are built in *.queries.ts and *.migrations.ts only', () => {
  assert.deepEqual(linesOutside(/\.(queries|migrations)\.ts$|^src\/platform\/database\//, buildsQuery), []);
});

test('time comes from the clock that is handed over', () => {
  assert.deepEqual(linesOutside(/^src\/kernel\/clock\.ts$/, /\bDate\.now\(|new Date\(\)/), []);
});

// Emails are the exception: mail programs know no style sheets.
test('no page carries an inline script, style or event handler, which the content security policy refuses', () => {
  assert.deepEqual(
    linesOutside(
      /^src\/(ui\/client|features\/messages\/letters)\//,
      /<(script|style)>|\sstyle="|\son[a-z]+="/,
    ),
    [],
  );
});

// What mail servers say is not ours.
test('nothing says please or oops, but for the exact text of the delivery report', () => {
  assert.deepEqual(linesOutside(/\/(delivery-report\.page\.ts$|replies\/)/, /\b(please|oops)\b/i), []);
});

test('no file is named after a drawer', () => {
  const named = globSync('{src,demo,test,bench}/**/*.ts').filter((file) => drawer.test(file));
  assert.deepEqual(named, []);
});

test('what pages are made of reaches nothing but templates and the kernel', async () => {
  const imports = await importsOfPages();
  const reached = new Set(imports.map(({ from }) => from).filter((file) => /^src\/.+\.page\.ts$/.test(file)));
  assert.ok(reached.size > 10, 'the pages were found');
  const impure: string[] = [];
  for (const file of reached) {
    for (const { from, to } of imports) {
      if (from !== file || /^src\/(ui|kernel)\/|^node_modules\/hono\//.test(to)) continue;
      if (to.startsWith('src/entrypoints/')) reached.add(to);
      else impure.push(`${from} → ${to}`);
    }
  }
  assert.deepEqual(impure, []);
});
