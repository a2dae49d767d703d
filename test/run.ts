// All proof of the product, stage by stage. `npm test` runs all of them; a stage can be asked for by
// its name, the tests also by their files:
//
//     node test/run.ts                          everything
//     node test/run.ts direction lint types     the static checks (npm run check)
//     node test/run.ts tests src/features/pins  some of the tests
import { type SpawnOptions, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { chromiumMissing } from './support/chromium.ts';
import { dovecotMissing } from './support/dovecot.ts';
import { oathtoolMissing } from './support/otp-app.ts';
import { postfixMissing } from './support/postfix.ts';
import { postgresMissing, startPostgres } from './support/postgres.ts';

const stages: Record<string, (files: string[]) => Promise<boolean>> = {
  direction: () => succeeds('node', ['test/architecture/cruise.ts']),
  lint: () => succeeds('biome', ['check', '--error-on-warnings']),
  types: () => succeeds('tsc'),
  tests: runTests,
  browser: () => (chromiumMissing() ? Promise.resolve(true) : succeeds('playwright', ['test'])),
};

const everyTest = ['src', 'demo', 'test', 'bench'];

async function runTests(files: string[]): Promise<boolean> {
  const patterns = (files.length > 0 ? files : everyTest).map((file) =>
    file.endsWith('.ts') ? file : `${file.replace(/\/$/, '')}/**/*.test.ts`,
  );
  const postgres = postgresMissing() ? undefined : await startPostgres();
  try {
    const concurrency = `--test-concurrency=${availableParallelism()}`;
    const environment = {
      ...process.env,
      // Each file of tests is a process of its own: what one has compiled the next need not.
      NODE_COMPILE_CACHE: '.cache',
      ...(postgres && { TEST_POSTGRES_URL: postgres.url }),
    };
    // A file whose tests hang fails, and the others go on.
    const timeout = '--test-timeout=300000';
    return await succeeds('node', ['--test', concurrency, timeout, ...patterns], environment);
  } finally {
    await postgres?.stop();
  }
}

function succeeds(
  program: string,
  args: string[] = [],
  env: SpawnOptions['env'] = process.env,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(program, args, { stdio: 'inherit', env });
  child.once('error', (fault) => {
    process.stderr.write(`${program} cannot be run: ${fault.message}\n`);
    resolve(false);
  });
  child.once('exit', (code) => resolve(code === 0));
  return promise;
}

const missingHere = () => ({
  'tests on PostgreSQL': postgresMissing(),
  'tests with Postfix': postfixMissing(),
  'codes by another implementation': oathtoolMissing(),
  'tests with Dovecot': dovecotMissing(),
  'browser story': chromiumMissing(),
});

async function main(): Promise<void> {
  const asked = process.argv.slice(2).filter((word) => word in stages);
  const files = process.argv.slice(2).filter((word) => !(word in stages));
  const failed: string[] = [];
  for (const stage of asked.length > 0 ? asked : Object.keys(stages)) {
    const startedAt = performance.now();
    process.stdout.write(`\n── ${stage}\n`);
    if (!(await stages[stage]?.(files))) failed.push(stage);
    process.stdout.write(`── ${stage}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  }
  if (asked.length === 0 || asked.includes('tests') || asked.includes('browser'))
    failed.push(...saySkipped());
  if (failed.length > 0) {
    process.stdout.write(`\nFailed: ${failed.join(', ')}\n`);
    process.exitCode = 1;
  }
}

/** Says what this machine left out, which on a continuous integration machine is a failure. */
function saySkipped(): string[] {
  const missing = Object.entries(missingHere()).filter(([, reason]) => reason);
  for (const [part, reason] of missing) process.stdout.write(`\nskipped: ${part}, because ${reason}\n`);
  return process.env['CI'] ? missing.map(([part]) => `${part} (nothing may be skipped here)`) : [];
}

await main();
