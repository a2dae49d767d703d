// Node asks the disk several times for each import: is the file there, a link, and of what kind does its package.json
// say it is? For our 1,600 modules that is a third of the start. A path to a neighbour names the file itself, and a file
// is of its neighbour's kind: what was found for one is said for the next. A file that is not there is missed as it is
// read; a package that mixes kinds says so by `.mjs` and `.cjs`, which are left to Node, as are names of packages.
import module from 'node:module';

const ending = { module: '.js', 'module-typescript': '.ts' };
const ours = new URL('../', import.meta.url).href;
const packages = `${ours}node_modules/`;
/** By URL, of the files that Node or their neighbour told us. @type {Map<string, keyof typeof ending>} */
const kinds = new Map();
/** What our own files mean by the name of a package. @type {Map<string, module.ResolveFnOutput>} */
const named = new Map();

module.registerHooks({
  resolve(specifier, context, next) {
    const kind = kinds.get(context.parentURL ?? '');
    if (kind === undefined) return noted(next(specifier, context));
    if (!specifier.startsWith('.')) return ofPackage(specifier, context, next);
    const { href } = new URL(specifier, context.parentURL);
    return href.endsWith(ending[kind])
      ? noted({ url: href, format: kind, shortCircuit: true })
      : noted(next(specifier, context));
  },
});

/** @type {module.ResolveHookSync} */
function ofPackage(specifier, context, next) {
  const parent = context.parentURL ?? '';
  if (!parent.startsWith(ours) || parent.startsWith(packages)) return noted(next(specifier, context));
  const found = named.get(specifier) ?? { ...noted(next(specifier, context)), shortCircuit: true };
  named.set(specifier, found);
  return found;
}

/** @type {(found: module.ResolveFnOutput) => module.ResolveFnOutput} */
function noted(found) {
  const kind = /** @type {keyof typeof ending} */ (found.format);
  if (found.url.endsWith(ending[kind] ?? '\0')) kinds.set(found.url, kind);
  return found;
}
