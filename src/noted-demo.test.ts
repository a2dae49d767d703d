import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { placeOfDemo } from './commands/set-up-demo.ts';
import { readEnvironment } from './config.ts';
import { noteDemo } from './noted-demo.ts';

test('a command beside the demo links to where that listens, without being told its ports', async () => {
  const dataDirectory = temporaryFolder();
  const environmentOf = (variables: Record<string, string>) => {
    const environment = readEnvironment({ ...variables, DATA_DIR: dataDirectory });
    assert.ok(environment.ok);
    return environment.value;
  };
  await assert.rejects(placeOfDemo(environmentOf({})), /There is no database/);
  writeFileSync(join(dataDirectory, 'master-account.sqlite'), '');
  const { issuer } = await placeOfDemo(environmentOf({}));
  assert.equal(issuer, 'http://localhost:3000', 'as the environment says, of an older demo');
  noteDemo(environmentOf({ PORT: '4711', DEMO_PORT: '4720' }));
  const noted = await placeOfDemo(environmentOf({}));
  assert.equal(noted.issuer, 'http://localhost:4711');
  assert.match(noted.services[0]?.url ?? '', /^http:\/\/localhost:4721/);
});
