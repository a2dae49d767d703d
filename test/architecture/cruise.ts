// dependency-cruiser, asked about one tree of sources. Run as a program it judges the product:
//
//     node test/architecture/cruise.ts
import { pathToFileURL } from 'node:url';
import { cruise, type IConfiguration, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';

const { default: configuration } = (await import(
  new URL('../../.dependency-cruiser.mjs', import.meta.url).href
)) as { default: IConfiguration };
const forbidden = configuration.forbidden ?? [];

export interface Violation extends Import {
  rule: string;
}

/** One import: from file to file. */
export interface Import {
  from: string;
  to: string;
}

export const rules = forbidden.map((rule) => rule.name ?? 'unnamed');

/** Every import in `folders` of `root` that a rule forbids, and how many modules were looked at. */
export async function violationsIn(
  root: string,
  folders: string[],
): Promise<{ modules: number; violations: Violation[] }> {
  const { modules, summary } = await cruised(root, folders);
  return {
    modules: modules.filter((module) => module.source.endsWith('.ts')).length,
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/** Every import of the files of pages that is there when they run: those of types alone are gone by then. */
export async function importsOfPages(): Promise<Import[]> {
  // Where they lead to is all that is asked, not what is imported there.
  const doNotFollow = { path: '^node_modules|^src/(features|platform|kernel|ui)/' };
  const { modules } = await cruised(process.cwd(), ['src/entrypoints/pages'], { doNotFollow });
  return modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter((dependency) => !dependency.dependencyTypes.includes('type-only'))
      .map(({ resolved }) => ({ from: source, to: resolved })),
  );
}

async function cruised(
  root: string,
  folders: string[],
  options: ICruiseOptions = { validate: true, ruleSet: { forbidden } },
): Promise<ICruiseResult> {
  const asked: ICruiseOptions = { ...configuration.options, baseDir: root, ...options };
  const { output } = await cruise(folders, asked, configuration.options?.enhancedResolveOptions);
  return output as ICruiseResult;
}

async function judgeTheProduct(): Promise<void> {
  const { modules, violations } = await violationsIn(process.cwd(), ['src', 'demo', 'test', 'bench']);
  for (const { rule, from, to } of violations) process.stdout.write(`✖ ${rule}: ${from} → ${to}\n`);
  process.stdout.write(
    `${modules} modules follow the direction of the house, ${violations.length} imports do not.\n`,
  );
  // Without a transpiler for TypeScript, dependency-cruiser sees no module and finds nothing wrong.
  if (modules < 50) throw new Error('dependency-cruiser did not see the sources: is @swc/core installed?');
  if (violations.length > 0) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await judgeTheProduct();
