import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { placeOfDemo } from './commands/set-up-demo.ts';
import { readEnvironment } from './config.ts';
import { dataDirectoryFault, fileFault } from './data-directory.ts';
import { holdDataDirectory } from './parts.ts';

/** Whoever is root may do anything: who may not is asked of this. */
const mayNot =
  (...paths: string[]) =>
  (path: string) =>
    !paths.includes(path);

test('a folder for data that is there, or can be made, has no fault, and is not made by looking', () => {
  const folder = temporaryFolder();
  assert.equal(dataDirectoryFault(folder), undefined);
  assert.equal(dataDirectoryFault(join(folder, 'a', 'b')), undefined);
  assert.ok(!existsSync(join(folder, 'a')));
});

test('whatever keeps a folder from being used for data is said in a sentence, with what to do', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  assert.match(dataDirectoryFault(file) ?? '', /a-file, which is a file: name a folder$/);
  assert.match(dataDirectoryFault(join(file, 'deep', 'data')) ?? '', /because .+a-file is a file: name/);
  const shut = dataDirectoryFault(folder, mayNot(folder));
  assert.match(shut ?? '', /the user \S+ may not write to: give it to that user, or name another folder$/);
  const unmade = dataDirectoryFault(join(folder, 'a', 'b'), mayNot(folder));
  assert.match(unmade ?? '', /a\/b, which is not there and cannot be made, because the user .+: make it/);
  const key = join(folder, 'sealing.key');
  assert.equal(dataDirectoryFault(folder, mayNot(key)), undefined);
  writeFileSync(key, '');
  assert.match(dataDirectoryFault(folder, mayNot(key)) ?? '', /sealing\.key, which the user .+ give it to/);
});

test('a file that is not there, is a folder, or is somebody else’s, is told apart', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'words.txt');
  assert.match(fileFault(file) ?? '', /it is not there$/);
  writeFileSync(file, '');
  assert.equal(fileFault(file), undefined);
  assert.match(fileFault(file, mayNot(file)) ?? '', /the user \S+ may not\. Let that user read it$/);
  assert.match(fileFault(folder) ?? '', /it is a folder and not a file$/);
});

test('the demo names the variable whose folder cannot be used, and the server says it where it makes the folder', async () => {
  const file = join(temporaryFolder(), 'a-file');
  writeFileSync(file, '');
  const environment = readEnvironment({ DATA_DIR: file, DATABASE_URL: 'postgres://localhost/nowhere' });
  assert.ok(environment.ok);
  await assert.rejects(placeOfDemo(environment.value), /DATA_DIR names .+a-file, which is a file: name/);
  for (const dataDirectory of [file, join(file, 'data')]) {
    const start = () => holdDataDirectory({ database: undefined, dataDirectory });
    assert.throws(start, /dataDirectory names .+a-file.+ name a/);
  }
});
