import { readFileSync } from 'node:fs';
import type { Configuration } from './config.ts';
import { type Asset, type Brand, brandAsset, hashedAsset, lumenMark } from './ui/index.ts';

/**
 * The brand as the pages show it, and the files that go with it. The company's own mark is served as a
 * picture and never put into a page, so that nothing in it can run there.
 * @throws where the mark's file cannot be read
 */
export function brandOf({ brand, services }: Pick<Configuration, 'brand' | 'services'>): {
  brand: Brand;
  files: Asset[];
} {
  const stylesheet = brandAsset({ brand, services });
  const named = { name: brand.name, stylesheet: stylesheet.path };
  if (brand.mark === undefined) return { brand: { ...named, mark: lumenMark }, files: [stylesheet] };
  const mark = hashedAsset('mark.svg', 'image/svg+xml', readFileSync(brand.mark, 'utf8'));
  return {
    brand: {
      ...named,
      icon: mark.path,
      mark: `<img class="mark" src="${mark.path}" width="32" height="32" alt="">`,
    },
    files: [stylesheet, mark],
  };
}
