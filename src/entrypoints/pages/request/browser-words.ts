/** In the order in which they are looked for: most call themselves by the names of others too. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]{1,20} .*\bSafari\//, 'Safari'],
  [/\b(Trident|MSIE)\b/, 'Internet Explorer'],
];

const SYSTEMS: [RegExp, string][] = [
  [/\b(iPhone|iPod)\b/, 'an iPhone'],
  [/\biPad\b/, 'an iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\b(Macintosh|Mac OS X)\b/, 'a Mac'],
  [/\bLinux\b/, 'Linux'],
];

/** No browser says more of itself. What is longer is written to keep us busy with reading it. */
const LONGEST = 300;

/** Browser and system in words, from a `User-Agent`. It is only what the browser says of itself. */
export function browserInWords(userAgent: string | undefined): string {
  const said = (userAgent ?? '').slice(0, LONGEST);
  const named = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(said))?.[1];
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)];
  if (!browser && !system) return 'A browser that is not known';
  return `${browser ?? 'A browser'} on ${system ?? 'a system that is not known'}`;
}
