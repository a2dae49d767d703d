/** What the configuration says about the brand's colours: hex, light and dark. */
export interface BrandColors {
  accent: string;
  accentText: string;
  darkAccent: string;
  darkAccentText: string;
}

/** What WCAG 2.2 (1.4.3, level AA) asks of text. */
const READABLE = 4.5;

/** The grounds that the accent is written on: see `style/tokens.css`. */
const GROUNDS = { light: ['#f6f7f9', '#ffffff'], dark: ['#0f1116', '#181b22'] };

/** The contrast of two colours (`#rgb` or `#rrggbb`), from 1 (the same) to 21 (black on white): WCAG 2.2. */
export function contrastRatio(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((one, other) => other - one) as [
    number,
    number,
  ];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Which of the brand's colours cannot be read, each with its path inside `brand.colors`. */
export function checkBrandContrast(colors: BrandColors): { path: string; message: string }[] {
  return [
    ...tooFaint('accentText', colors.accentText, [colors.accent], 'on accent'),
    ...tooFaint('accent', colors.accent, GROUNDS.light, 'on the light ground'),
    ...tooFaint('darkAccentText', colors.darkAccentText, [colors.darkAccent], 'on darkAccent'),
    ...tooFaint('darkAccent', colors.darkAccent, GROUNDS.dark, 'on the dark ground'),
  ];
}

function tooFaint(
  path: string,
  color: string,
  grounds: string[],
  where: string,
): { path: string; message: string }[] {
  const ratio = Math.min(...grounds.map((ground) => contrastRatio(color, ground)));
  if (ratio >= READABLE) return [];
  // Rounded down: 4.496 must not be told as 4.50.
  const shown = (Math.floor(ratio * 100) / 100).toFixed(2);
  return [
    {
      path,
      message: `${color} ${where} has a contrast of ${shown} : 1; at least ${READABLE} : 1 can be read`,
    },
  ];
}

function luminance(color: string): number {
  const [red, green, blue] = channels(color).map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The three channels, each from 0 to 1. */
function channels(color: string): number[] {
  const digits = color.slice(1).toLowerCase();
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  if (!/^#/.test(color) || !/^[\da-f]{6}$/.test(long)) throw new RangeError(`Not a colour: ${color}`);
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255);
}
