// The direction of the house, checked in `npm test`: kernel ← platform, ui ← features ← entrypoints ← app ← commands, main.
// What each rule is for stands in its comment; test/architecture/ proves of each that it fires.

const tests = '\\.test\\.ts$';
const library = '^node_modules/';
/** What several kinds of pages are made of, by subject: folders of pages that mount no address. */
const rooms =
  'contact-details|new-password|refusals|request|second-factor|security-questions|service-account|tokens';

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  {
    name: 'no-cycles',
    comment: 'Two modules that need each other are one module, or hide a third.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'nothing-unresolved',
    comment: 'An import that leads nowhere fails only when it is reached.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'only-declared-packages',
    comment: 'A package that another one happens to bring is gone with its next version.',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-bundled'] },
  },
  {
    name: 'no-development-packages-in-the-product',
    comment: 'What is installed for development only is missing in production.',
    severity: 'error',
    from: { path: '^(src|demo)/', pathNot: tests },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'kernel-imports-nothing',
    severity: 'error',
    from: { path: '^src/kernel/', pathNot: tests },
    to: { pathNot: '^src/kernel/' },
  },
  {
    name: 'platform-knows-no-account',
    comment: 'The platform stands on the kernel alone.',
    severity: 'error',
    from: { path: '^src/platform/' },
    to: { path: '^(src|demo)/', pathNot: '^src/(kernel|platform)/' },
  },
  {
    name: 'ui-knows-no-rule',
    comment: 'Templates stand on the kernel alone.',
    severity: 'error',
    from: { path: '^src/ui/' },
    to: { path: '^(src|demo)/', pathNot: '^src/(kernel|ui)/' },
  },
  {
    name: 'features-know-no-way-in',
    comment: 'A rule is written once, and every entrypoint gets it.',
    severity: 'error',
    from: { path: '^src/features/' },
    to: { path: '^(src|demo)/', pathNot: '^src/(kernel|platform|features)/' },
  },
  {
    name: 'features-know-no-http',
    severity: 'error',
    from: { path: '^src/features/', pathNot: tests },
    to: { path: `^(node:)?(http|https|http2)$|^src/platform/http/|${library}(hono|@hono/[^/]+)/` },
  },
  {
    name: 'features-meet-at-their-index',
    comment: 'A feature shows one face; the types of its tables are the exception.',
    severity: 'error',
    from: { path: '^src/features/([^/]+)/' },
    to: {
      path: '^src/features/',
      pathNot: '^src/features/($1/|[^/]+/index\\.ts$|[^/]+/[^/]+\\.tables\\.ts$)',
    },
  },
  {
    name: 'features-are-entered-by-their-index',
    severity: 'error',
    from: { path: '^(src|demo)/', pathNot: `^src/features/|${tests}` },
    to: { path: '^src/features/', pathNot: '/index\\.ts$' },
  },
  {
    name: 'platform-parts-meet-at-their-index',
    severity: 'error',
    from: { path: '^src/platform/([^/]+)/' },
    to: { path: '^src/platform/', pathNot: '^src/platform/($1/|[^/]+/index\\.ts$)' },
  },
  {
    name: 'platform-is-entered-by-its-index',
    severity: 'error',
    from: { path: '^(src|demo)/', pathNot: '^src/platform/' },
    to: { path: '^src/platform/', pathNot: '^src/platform/[^/]+/index\\.ts$' },
  },
  {
    name: 'ui-is-entered-by-its-index',
    severity: 'error',
    from: { path: '^(src|demo)/', pathNot: '^src/ui/' },
    to: { path: '^src/ui/', pathNot: '^src/ui/index\\.ts$' },
  },
  {
    name: 'kernel-is-entered-by-its-index',
    severity: 'error',
    from: { path: '^(src|demo|test)/', pathNot: '^src/kernel/' },
    to: { path: '^src/kernel/', pathNot: '^src/kernel/index\\.ts$' },
  },
  {
    name: 'sign-in-and-registration-are-on-top',
    comment:
      'These two are made of the other features, and recovery and care of them too; none of the rest is made of them.',
    severity: 'error',
    from: { path: '^src/features/', pathNot: '^src/features/(sign-in|registration|recovery|care)/' },
    to: { path: '^src/features/(sign-in|registration)/' },
  },
  {
    name: 'entrypoints-do-not-reach-up',
    comment: 'An entrypoint gets what it needs from app.ts, the configuration too.',
    severity: 'error',
    from: { path: '^src/entrypoints/', pathNot: tests },
    to: { path: '^(src|demo)/', pathNot: '^src/(kernel|platform|ui|features|entrypoints)/' },
  },
  {
    name: 'entrypoints-ignore-each-other',
    comment:
      'What one needs of another is handed to it by app.ts. The kinds of pages share the error pages, and the rooms of what they are made of.',
    severity: 'error',
    from: { path: '^src/entrypoints/(pages/[^/]+|[^/]+)/' },
    to: {
      path: '^src/entrypoints/',
      pathNot: `^src/entrypoints/($1/|pages/[^/]+\\.ts$|pages/(${rooms})/|pages/errors/(index|further-help\\.page)\\.ts$)`,
    },
  },
  {
    name: 'only-pages-share-the-files-of-pages',
    severity: 'error',
    from: { path: '^src/entrypoints/', pathNot: '^src/entrypoints/pages/' },
    to: { path: '^src/entrypoints/pages/' },
  },
  {
    name: 'pages-are-pure',
    comment:
      'A page is a function of what it is given. It may name the types of others, never call them. (Of the texts beside it, test/architecture/ looks at what they import.)',
    severity: 'error',
    from: { path: '^(src/.+/)[^/]+\\.page\\.ts$' },
    to: {
      pathNot: `^src/(ui|kernel)/|^$1[^/]+$|\\.page\\.ts$|${library}hono/`,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'sql-has-its-place',
    comment: 'SQL is found in *.queries.ts, *.migrations.ts and *.tables.ts, and nowhere else.',
    severity: 'error',
    from: { path: '^src/', pathNot: `\\.(queries|migrations|tables|test)\\.ts$|^src/platform/database/` },
    to: { path: `${library}(kysely|pg)/|^(node:)?sqlite$` },
  },
  {
    name: 'oidc-provider-stays-in-its-entrypoint',
    severity: 'error',
    from: { path: '^(src|demo)/', pathNot: '^src/entrypoints/oidc/' },
    to: { path: `${library}(@types/)?oidc-provider/` },
  },
  {
    name: 'the-product-does-not-know-its-tests',
    severity: 'error',
    from: { path: '^(src|demo)/', pathNot: `${tests}|^demo/test-support/` },
    to: { path: `^(test|bench)/|${tests}` },
  },
  {
    name: 'the-product-does-not-know-its-demo',
    comment: 'Only the command `demo` starts it.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/commands/run-demo\\.ts$|^src/commands/set-up-demo\\.ts$' },
    to: { path: '^demo/' },
  },
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden,
  options: {
    // dependency-cruiser cannot read TypeScript 7 by itself, and would then find no module and no fault.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.d.ts'],
    },
  },
};
