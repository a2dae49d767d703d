const DEEPEST = 20;
/** SendGrid sends up to so many events at once; nobody has reason to send longer lists. */
const LONGEST = 1000;

/** @returns undefined where it is no JSON, is nested more than 20 deep, or has more than 1,000 things on one level */
export function readJson(source: Buffer | string): unknown {
  try {
    const text =
      typeof source === 'string' ? source : new TextDecoder('utf-8', { fatal: true }).decode(source);
    return isBounded(text) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function isBounded(text: string): boolean {
  const commas: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '[' || character === '{') commas.push(0);
    else if (character === ']' || character === '}') commas.pop();
    else if (character === ',') commas.push((commas.pop() ?? 0) + 1);
    if (commas.length > DEEPEST || (commas.at(-1) ?? 0) >= LONGEST) return false;
  }
  return true;
}

/** Where the quotation mark is that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
