import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Html, trusted } from './html.ts';

const NAMES = [
  'arrow-left',
  'arrow-right',
  'check',
  'chevron-down',
  'circle',
  'circle-alert',
  'circle-check',
  'copy',
  'eye',
  'eye-off',
  'info',
  'key-round',
  'mail',
  'phone',
  'triangle-alert',
] as const;

export type IconName = (typeof NAMES)[number];

const drawings = new Map(NAMES.map((name) => [name, readDrawing(name)]));

/** A decoration beside words that say the same: hidden from screen readers. */
export function icon(name: IconName): Html {
  return trusted(
    `<svg class="icon icon-${name}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${drawings.get(name)}</svg>`,
  );
}

function readDrawing(name: IconName): string {
  const file = fileURLToPath(import.meta.resolve(`lucide-static/icons/${name}.svg`));
  const svg = readFileSync(file, 'utf8');
  return svg
    .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
    .replace(/\s*\n\s*/g, '');
}
