import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { appearingStyle } from './appears.ts';
import { lumenMark } from './mark.ts';
import { withPlainValues } from './old-browsers.ts';

/** A file that the browser keeps for good: its name changes with its content. */
export interface Asset {
  path: string;
  contentType: string;
  body: string | Uint8Array<ArrayBuffer>;
}

const STYLES = [
  'tokens',
  'base',
  'layout',
  'panel',
  'navigation',
  'form',
  'password',
  'choices',
  'button',
  'banner',
  'text',
  'copyable',
  'part',
  'details',
  'contact',
  'table',
  'countdown',
  'qr',
  'timeline',
  'appearing',
  'identity',
  'services',
  'passkey',
  'print',
];
const SCRIPTS = [
  'going-back',
  'problem-summary',
  'reveal',
  'checklist',
  'local-time',
  'renew',
  'countdown',
  'qr',
  'download',
  'copy',
  'passkey',
  'submit-once',
  'go-on',
];
const FONTS = ['latin', 'latin-ext'];

/** An asset under /assets/ with the hash of its content in its name. */
export function hashedAsset(name: string, contentType: string, body: Asset['body']): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').replaceAll(/[-_]/g, '').slice(0, 10);
  return { path: `/assets/${name.replace(/(?=\.[^.]+$)/, `-${hash}`)}`, contentType, body };
}

const fonts = new Map(
  FONTS.map((name) => [
    `inter-${name}.woff2`,
    hashedAsset(`inter-${name}.woff2`, 'font/woff2', readInter(name)),
  ]),
);

const named = new Map<string, Asset>([
  ...fonts,
  ['style.css', hashedAsset('style.css', 'text/css; charset=utf-8', stylesheet())],
  ['page.js', hashedAsset('page.js', 'text/javascript; charset=utf-8', script())],
  ['icon.svg', hashedAsset('icon.svg', 'image/svg+xml', tabIcon())],
]);

/** Everything that is served beside the pages, read once at start. */
export const assets: Asset[] = [...named.values()];

/** Where an asset is served, by its plain name. */
export function assetPath(name: 'style.css' | 'page.js' | 'icon.svg' | 'inter-latin.woff2'): string {
  const asset = named.get(name);
  if (!asset) throw new Error(`There is no asset ${name}`);
  return asset.path;
}

function readInter(subset: string): Uint8Array<ArrayBuffer> {
  const file = import.meta.resolve(`@fontsource-variable/inter/files/inter-${subset}-wght-normal.woff2`);
  return new Uint8Array(readFileSync(fileURLToPath(file)));
}

function stylesheet(): string {
  const css = STYLES.map((name) => readOwn(`style/${name}.css`));
  return withPlainValues([...css, appearingStyle()].join('\n')).replaceAll(
    /url\("(inter-[a-z-]+\.woff2)"\)/g,
    (_, name) => `url("${fonts.get(name)?.path}")`,
  );
}

/** One module of many small scripts, each in a block of its own so that their names do not meet. */
function script(): string {
  return SCRIPTS.map((name) => `{\n${readOwn(`client/${name}.js`)}}\n`).join('');
}

function readOwn(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** The mark by itself, for the tab of the browser: a stylesheet does not reach there. */
function tabIcon(): string {
  return lumenMark
    .replace('<svg class="mark"', '<svg xmlns="http://www.w3.org/2000/svg"')
    .replace('fill="currentColor"', 'fill="#2a45d6"');
}
