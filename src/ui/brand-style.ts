import { type Asset, hashedAsset } from './assets.ts';
import type { BrandColors } from './contrast.ts';

/** What of the configuration the stylesheet is made from. */
export interface BrandStyle {
  brand: { colors: BrandColors };
  services: readonly { id: string; color: { light: string; dark: string } }[];
}

/** The class that gives an element the service's colour as `--service`. */
export const serviceClass = (serviceId: string): string =>
  `service-${serviceId.replaceAll(/[^A-Za-z0-9-]/g, '-')}`;

/** The brand's colours, and one class for each service. */
export const brandStyle = ({ brand: { colors }, services }: BrandStyle): string => `:root {
  --accent: ${hex(colors.accent)};
  --accent-text: ${hex(colors.accentText)};
}
${services.map(({ id, color }) => `.${serviceClass(id)} { --service: ${hex(color.light)}; }`).join('\n')}
@media (prefers-color-scheme: dark) {
  :root {
    --accent: ${hex(colors.darkAccent)};
    --accent-text: ${hex(colors.darkAccentText)};
  }
  ${services.map(({ id, color }) => `.${serviceClass(id)} { --service: ${hex(color.dark)}; }`).join('\n  ')}
}
`;

/** The same as a file to serve beside `assets`; its path goes into `Brand.stylesheet`. */
export const brandAsset = (style: BrandStyle): Asset =>
  hashedAsset('brand.css', 'text/css; charset=utf-8', brandStyle(style));

/** A colour that is only a colour: nothing of the configuration can write rules of its own. */
function hex(color: string): string {
  if (!/^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(color)) throw new RangeError(`Not a colour: ${color}`);
  return color;
}
