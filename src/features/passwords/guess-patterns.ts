// Stretches of a password that follow from how they begin: aaaa, 4567, zyxw, asdfgh, 2024, 24-12-1990.
const SHORTEST_RUN = 3;
const SHORTEST_WALK = 4;

/** Rows, columns and zigzags of the keyboards that most people type on. */
const KEYBOARD_PATHS = [
  '`1234567890-=',
  '~!@#$%^&*()_+',
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  'qwertzuiopü',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '147258369',
  '789456123',
];
const WALKS = KEYBOARD_PATHS.flatMap((path) => [path, [...path].reverse().join('')]);

const YEAR_OR_DATE = /(?:19|20)\d\d|\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d\d|[0-3]\d[01]\d(?:19|20)\d\d/y;

/** Where the longest pattern that begins at `start` ends, if one does. */
export function patternEnd(text: string, start: number): number | undefined {
  const end = Math.max(runEnd(text, start), walkEnd(text, start), dateEnd(text, start));
  return end > start ? end : undefined;
}

/** The same character over and over, or each one the next (or the one before) of the last. */
function runEnd(text: string, start: number): number {
  const step = text.charCodeAt(start + 1) - text.charCodeAt(start);
  if (Number.isNaN(step) || Math.abs(step) > 1) return start;
  let end = start + 1;
  while (end < text.length && text.charCodeAt(end) - text.charCodeAt(end - 1) === step) end++;
  return end - start >= SHORTEST_RUN ? end : start;
}

function walkEnd(text: string, start: number): number {
  const begin = text.slice(start, start + SHORTEST_WALK);
  if (begin.length < SHORTEST_WALK) return start;
  let farthest = start;
  for (const walk of WALKS) {
    const at = walk.indexOf(begin);
    if (at < 0) continue;
    let length = SHORTEST_WALK;
    while (at + length < walk.length && walk[at + length] === text[start + length]) length++;
    farthest = Math.max(farthest, start + length);
  }
  return farthest;
}

function dateEnd(text: string, start: number): number {
  YEAR_OR_DATE.lastIndex = start;
  const match = YEAR_OR_DATE.exec(text);
  return match ? start + match[0].length : start;
}
