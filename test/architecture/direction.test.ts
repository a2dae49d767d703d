import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { rules, type Violation, violationsIn } from './cruise.ts';

/** For each rule the imports that it must refuse: `file → what it imports`. */
const refused: Record<string, string[]> = {
  'no-cycles': ['src/ui/chicken.ts → src/ui/egg.ts'],
  'nothing-unresolved': ['src/ui/field.ts → ./nowhere.ts'],
  'only-declared-packages': ['src/ui/table.ts → undeclared'],
  'no-development-packages-in-the-product': ['demo/lumen.ts → fast-check'],
  'kernel-imports-nothing': ['src/kernel/ids.ts → node:crypto', 'src/kernel/clock.ts → src/ui/index.ts'],
  'platform-knows-no-account': ['src/platform/smtp/index.ts → src/features/pins/index.ts'],
  'ui-knows-no-rule': ['src/ui/layout.ts → src/features/pins/index.ts'],
  'features-know-no-way-in': ['src/features/pins/new-pin.ts → src/entrypoints/oidc/index.ts'],
  'features-know-no-http': [
    'src/features/pins/show-pin.ts → hono',
    'src/features/pins/show-pin.ts → node:http',
    'src/features/pins/show-pin.ts → src/platform/http/index.ts',
  ],
  'features-meet-at-their-index': ['src/features/links/end-link.ts → src/features/pins/pins.queries.ts'],
  'features-are-entered-by-their-index': [
    'src/entrypoints/worker/sweep.ts → src/features/pins/pins.queries.ts',
  ],
  'platform-parts-meet-at-their-index': ['src/platform/log/log.ts → src/platform/smtp/mailer.ts'],
  'platform-is-entered-by-its-index': ['src/entrypoints/worker/send.ts → src/platform/smtp/mailer.ts'],
  'ui-is-entered-by-its-index': ['demo/shop.ts → src/ui/field.ts'],
  'kernel-is-entered-by-its-index': ['src/ui/timer.ts → src/kernel/durations.ts'],
  'sign-in-and-registration-are-on-top': ['src/features/pins/ask-pin.ts → src/features/sign-in/index.ts'],
  'entrypoints-do-not-reach-up': ['src/entrypoints/cli/check-config.ts → src/config.ts'],
  'entrypoints-ignore-each-other': [
    'src/entrypoints/worker/routes.ts → src/entrypoints/oidc/index.ts',
    'src/entrypoints/pages/help/routes.ts → src/entrypoints/pages/sign-in/routes.ts',
    'src/entrypoints/pages/tokens/token-field.page.ts → src/entrypoints/pages/register/frame.page.ts',
  ],
  'only-pages-share-the-files-of-pages': ['src/entrypoints/oidc/consent.ts → src/entrypoints/pages/visit.ts'],
  'pages-are-pure': [
    'src/entrypoints/pages/help/help.page.ts → src/features/pins/index.ts',
    'src/entrypoints/pages/help/help.page.ts → node:fs',
  ],
  'sql-has-its-place': [
    'src/features/links/list-links.ts → kysely',
    'src/features/links/list-links.ts → pg',
    'src/features/links/list-links.ts → node:sqlite',
  ],
  'oidc-provider-stays-in-its-entrypoint': ['src/app.ts → oidc-provider'],
  'the-product-does-not-know-its-tests': ['src/ui/banner.ts → test/support/clock.ts'],
  'the-product-does-not-know-its-demo': ['src/app.ts → demo/index.ts'],
};

/** What looks like one of the above, and is right. */
const allowed = [
  'src/commands/run-demo.ts → demo/index.ts',
  'src/app.ts → src/entrypoints/oidc/index.ts',
  'src/migrations.ts → src/features/pins/index.ts',
  'src/features/links/index.ts → src/features/pins/index.ts',
  'src/features/sign-in/index.ts → src/features/pins/index.ts',
  'src/features/links/links.queries.ts → kysely',
  'src/features/links/links.queries.ts → src/features/pins/pins.tables.ts',
  'src/features/pins/pins.test.ts → test/support/clock.ts',
  'src/features/pins/pins.test.ts → fast-check',
  'src/platform/log/index.ts → src/platform/smtp/index.ts',
  'src/platform/database/open-database.ts → node:sqlite',
  'src/entrypoints/oidc/provider.ts → oidc-provider',
  'src/entrypoints/pages/help/routes.ts → src/entrypoints/pages/visit.ts',
  'src/entrypoints/pages/help/routes.ts → src/entrypoints/pages/errors/index.ts',
  'src/entrypoints/pages/help/routes.ts → src/entrypoints/pages/tokens/token-field.page.ts',
  'src/entrypoints/pages/help/contact.page.ts → src/ui/index.ts',
  'src/entrypoints/pages/help/contact.page.ts → src/entrypoints/pages/help/topics.ts',
  'src/entrypoints/pages/help/contact.page.ts → hono/html',
];

const foundIn = (t: TestContext, imports: string[]) =>
  violationsIn(houseOf(t, imports), ['src', 'demo', 'test']);
// dependency-cruiser calls most of Node's own modules by their bare names.
const bare = (each: string) => each.replace('node:', '');
const spelled = ({ from, to }: Violation) =>
  bare(`${from} → ${to.replace(/^node_modules\/([^/]+)\/.*/, '$1')}`);

test('every rule about the direction of imports fires', async (t) => {
  const { violations } = await foundIn(t, [
    ...Object.values(refused).flat(),
    'src/ui/egg.ts → src/ui/chicken.ts',
  ]);
  assert.deepEqual(Object.keys(refused).sort(), [...rules].sort(), 'each rule has its example');
  for (const [rule, imports] of Object.entries(refused)) {
    const fired = violations.filter((violation) => violation.rule === rule).map(spelled);
    assert.deepEqual(
      imports.filter((each) => !fired.includes(bare(each))),
      [],
      `${rule} lets these through`,
    );
  }
});

test('what the direction allows is let through', async (t) => {
  const { modules, violations } = await foundIn(t, allowed);
  assert.deepEqual(violations, []);
  assert.ok(modules > allowed.length, 'the sources were seen');
});

test('a page may name the types of a feature, and only the types', async (t) => {
  const page = 'src/entrypoints/pages/help/pin.page.ts';
  const root = houseOf(t, [`${page} → src/features/pins/index.ts`]);
  writeFileSync(
    join(root, page),
    "import type { Pin } from '../../../features/pins/index.ts';\nexport type P = Pin;\n",
  );
  assert.deepEqual((await violationsIn(root, ['src'])).violations, []);
});

/** A house in a temporary folder, in which exactly these imports are made. */
function houseOf(t: TestContext, imports: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'master-account-test-'));
  t.after(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const files = new Map<string, string[]>();
  for (const [from = '', to = ''] of imports.map((each) => each.split(' → '))) {
    files.set(from, [...(files.get(from) ?? []), to]);
    if (/^(src|demo|test)\//.test(to) && !files.has(to)) files.set(to, []);
  }
  for (const [path, targets] of files) write(path, targets.map((to) => importOf(path, to)).join('\n'));
  for (const folder of ['demo', 'test']) write(`${folder}/index.ts`, '');
  for (const name of [...packages, 'fast-check', 'undeclared']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    for (const file of ['index.js', 'html.js']) write(`node_modules/${name}/${file}`, '');
  }
  write(
    'package.json',
    JSON.stringify({ dependencies: versions(packages), devDependencies: versions(['fast-check']) }),
  );
  return root;
}

const packages = ['hono', 'kysely', 'pg', 'oidc-provider'];
const versions = (names: string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));

function importOf(from: string, to: string): string {
  if (!/^(src|demo|test)\//.test(to)) return `import '${to}';`;
  return `import '${from.replace(/[^/]+$/, '').replace(/[^/]+\//g, '../')}${to}';`;
}
