import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onDatabase } from '../support/databases.ts';
import { boatIds, withBoats } from './boats.ts';

onDatabase(
  'sqlite',
  'kill -9 loses nothing that was answered and leaves nothing half',
  async ({ address, open }, t) => {
    const file = 'file' in address ? address.file : '';
    const writer = spawn(process.execPath, [`${import.meta.dirname}/writer-process.ts`, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => writer.kill('SIGKILL'));
    const answered: string[] = [];
    for await (const line of createInterface({ input: writer.stdout })) {
      answered.push(line);
      if (answered.length === 200) writer.kill('SIGKILL');
    }
    if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
    assert.equal(writer.signalCode, 'SIGKILL');

    const kept = new Set(await boatIds(open()));
    assert.deepEqual(
      answered.filter((name) => !kept.has(`${name}-hull`)),
      [],
      'all that was answered is kept',
    );
    const half = [...kept].filter(
      (name) => !kept.has(name.replace(/hull|mast/, (part) => (part === 'hull' ? 'mast' : 'hull'))),
    );
    assert.deepEqual(half, [], 'hull and mast are kept together');
  },
  withBoats,
);
