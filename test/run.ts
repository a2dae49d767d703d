// All proof of the product, stage by stage. `npm test` runs all of them; a stage can be asked for by
// its name, the tests also by their files. `faults` is not among them: it breaks servers and processes on purpose, and
// takes some minutes of its own (`npm run test:faults`).
//
//     node test/run.ts                          everything but the faults
//     node test/run.ts direction lint types     the static checks (npm run check)
//     node test/run.ts tests src/features/pins  some of the tests
import { execFile, type SpawnOptions, spawn } from 'node:child_process';
import { globSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { chromiumMissing } from './support/chromium.ts';
import { dovecotMissing } from './support/dovecot.ts';
import { inMemory } from './support/memory-folder.ts';
import { oathtoolMissing } from './support/oathtool.ts';
import { postfixMissing } from './support/postfix.ts';
import { postgresMissing, startPostgres } from './support/postgres.ts';

const stages: Record<string, (files: string[]) => Promise<boolean>> = {
  direction: () => says('node', ['test/architecture/cruise.ts']),
  lint: () => says('biome', ['check', '--error-on-warnings']),
  types: () => says('tsc'),
  tests: (files) => inMemory((folder) => runTests(files, folder)),
  // Each has servers of its own, to be stopped, frozen and crashed.
  faults: runFaults,
  browser: () => inMemory(runStories),
};

/** Only when they are asked for. */
const ownStages = ['faults'];

/** Each uses one core, and disturbs no other: they run side by side. */
const staticStages = ['direction', 'lint', 'types'];

const everyTest = ['src', 'demo', 'bench', ...foldersOfTests()];

/** All but that of the stage which has its own. */
function foldersOfTests(): string[] {
  const folders = readdirSync('test', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => (ownStages.includes(name) ? [] : [`test/${name}`]));
}

async function runTests(files: string[], folder: string): Promise<boolean> {
  const postgres = postgresMissing() ? undefined : await startPostgres({ folder });
  try {
    const environment = {
      ...process.env,
      TMPDIR: folder,
      // What one process has compiled the next need not.
      NODE_COMPILE_CACHE: '.cache',
      ...(postgres && { TEST_POSTGRES_URL: postgres.url }),
    };
    // One more than there are cores: tests wait for processes of their own, for mail and for argon2.
    const concurrency = `--test-concurrency=${availableParallelism() + 1}`;
    // A test that hangs fails, and the others go on. A group has to be through in this time, on a busy machine too.
    const timeout = '--test-timeout=600000';
    const words =
      files.length > 0
        ? files.map(patternOf)
        : [
            `--import=${withoutHooks}`,
            `--import=${quickImports}`,
            ...inGroups(globSync(everyTest.map(patternOf))),
          ];
    return await succeeds('node', [roomForTheYoung, '--test', concurrency, timeout, ...words], environment);
  } finally {
    await postgres?.stop();
  }
}

function runStories(folder: string): Promise<boolean> {
  if (chromiumMissing()) return Promise.resolve(true);
  return succeeds('playwright', ['test'], { ...process.env, TMPDIR: folder });
}

function runFaults(files: string[]): Promise<boolean> {
  const patterns = (files.length > 0 ? files : ['test/faults']).map(patternOf);
  const environment = { ...process.env, NODE_COMPILE_CACHE: resolve('.cache') };
  return succeeds(
    'node',
    ['--test', `--test-concurrency=${availableParallelism()}`, '--test-timeout=300000', ...patterns],
    environment,
  );
}

const patternOf = (file: string): string =>
  file.endsWith('.ts') ? file : `${file.replace(/\/$/, '')}/**/*.test.ts`;

/** What tests make is forgotten at once: collected less often, it takes an eighth of the processor less. In MiB. */
const roomForTheYoung = '--max-semi-space-size=64';

const withoutHooks = new URL('support/without-async-hooks.ts', import.meta.url).href;
const quickImports = new URL('../src/quick-imports.js', import.meta.url).href;

/** Each loads the product once; several for each that runs at a time, so that all end at about the same time. */
const groups = 6;

/**
 * Loading the product takes most tests longer than what they do, so files share processes: each group is
 * a file that imports its members. One after another in a group, as in a process of their own.
 */
function inGroups(files: readonly string[]): string[] {
  const folder = '.cache/tests';
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sorted = files.toSorted();
  return Array.from({ length: groups }, (_, group) => {
    const members = sorted.filter((_file, index) => index % groups === group);
    const file = `${folder}/${group + 1}.test.ts`;
    writeFileSync(file, members.map((member) => `import '../../${member}';\n`).join(''));
    return file;
  });
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

/** The same for one of several at a time: what it has to say comes in one piece. */
function says(program: string, args: string[] = []): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  execFile(program, args, { maxBuffer: 64 * 1024 * 1024 }, (fault, out, errors) => {
    const cannot =
      fault && typeof fault.code !== 'number' ? `${program} cannot be run: ${fault.message}\n` : '';
    process.stdout.write(`${out}${errors}${cannot}`);
    resolve(fault === null);
  });
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
  const usual = Object.keys(stages).filter((stage) => !ownStages.includes(stage));
  const run = async (stage: string): Promise<void> => {
    const startedAt = performance.now();
    if (!staticStages.includes(stage)) process.stdout.write(`\n── ${stage}\n`);
    if (!(await stages[stage]?.(files))) failed.push(stage);
    process.stdout.write(`── ${stage}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  };
  const wanted = asked.length > 0 ? asked : usual;
  await Promise.all(wanted.filter((stage) => staticStages.includes(stage)).map(run));
  for (const stage of wanted.filter((each) => !staticStages.includes(each))) await run(stage);
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
