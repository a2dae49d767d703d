import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../test/support/databases.ts';
import { openJournal } from './index.ts';

const aFile = () => join(temporaryFolder(), 'journal');

test('what was noted and not crossed out is there at the next start, though the process was killed', () => {
  const file = aFile();
  const program = `
    import { openJournal } from ${JSON.stringify(`${import.meta.dirname}/index.ts`)};
    const journal = openJournal(${JSON.stringify(file)});
    journal.note('first')();
    journal.note('second');
    journal.note('third')();
    journal.note('fourth');
    process.kill(process.pid, 'SIGKILL');
  `;
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
  assert.equal(signal, 'SIGKILL');
  const { left } = openJournal(file);
  assert.ok(left.includes('second') && left.includes('fourth'), JSON.stringify(left));
});

test('the file is empty whenever nothing is noted, and readable by its owner only', () => {
  const file = aFile();
  const journal = openJournal<string>(file);
  const [one, other] = [journal.note('one'), journal.note('other')];
  one();
  one();
  assert.notEqual(readFileSync(file, 'utf8'), '');
  other();
  assert.equal(readFileSync(file, 'utf8'), '');
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('what was left stays until it is dealt with, whatever is noted and crossed out meanwhile', () => {
  const file = aFile();
  openJournal<string>(file).note('left');
  const journal = openJournal<string>(file);
  journal.note('new')();
  assert.ok(openJournal<string>(file).left.includes('left'));
  journal.crossOutLeft();
  assert.deepEqual(openJournal<string>(file).left, []);
});

test('a line that was torn is left out, and takes no other with it', () => {
  const file = aFile();
  openJournal<string>(file).note('whole');
  appendFileSync(file, '"to');
  openJournal<string>(file).note('next');
  assert.deepEqual(openJournal<string>(file).left, ['whole', 'next']);
});

test('a closed journal writes nowhere', () => {
  const journal = openJournal<string>(aFile());
  const crossOut = journal.note('open');
  journal.close();
  assert.throws(() => journal.note('late'), /closed/);
  crossOut();
});
