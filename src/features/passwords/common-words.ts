import { readFileSync } from 'node:fs';
import type { Words } from './guess-cost.ts';

/** However common it is, a word that is tried first still costs something. */
const LEAST = 0.5;

/**
 * The words out of which weak passwords are made, the most common the cheapest.
 * @param file one word a line, the most common first; read at the first need, so that starting costs nothing
 */
export function openCommonWords(file: URL): Words {
  let opened: { ranks: Map<string, number>; longest: number } | undefined;
  const list = () => {
    opened ??= readWords(file);
    return opened;
  };
  return {
    get longest() {
      return list().longest;
    },
    cost(word) {
      const rank = list().ranks.get(word);
      return rank === undefined ? undefined : Math.max(LEAST, Math.log10(rank));
    },
  };
}

function readWords(file: URL) {
  const words = readFileSync(file, 'utf8').trimEnd().split('\n');
  return {
    ranks: new Map(words.map((word, index) => [word, index + 1])),
    longest: words.reduce((longest, word) => Math.max(longest, word.length), 0),
  };
}
