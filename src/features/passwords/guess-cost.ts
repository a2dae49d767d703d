// How easily a password is guessed by someone who tries words, patterns and what is known of the person.
// The password is cut into such pieces and single characters in the cheapest way; the cost of all pieces
// together is about the decimal logarithm of the guesses. The idea is zxcvbn's; that library's own tables
// would take a third of our memory, and long passwords a fifth of a second of everybody's time.
import { patternEnd } from './guess-patterns.ts';

/** Words that a guesser tries, each with its cost. */
export interface Words {
  /** The cost of a word (lower case), or undefined where it is none. */
  cost(word: string): number | undefined;
  /** How long the longest word is, in UTF-16 units. */
  readonly longest: number;
}

/** Any character that belongs to no word and no pattern: one of ten likely ones. */
const CHARACTER = 1;
const PATTERN = 2;
/** Writing it with 4, 0 or $ takes a guesser a little longer. */
const DISGUISE = 0.5;
/** A piece said before is said again. */
const REPETITION = 0.5;

export interface Guess {
  /** About log10 of the guesses needed. */
  cost: number;
  /** The words that it is made of, in the cheapest way to cut it up. */
  words: string[];
}

interface Reached {
  cost: number;
  from: number;
  word?: string | undefined;
}

/** The cheapest way to make `text` (lower case, NFKC) of words, patterns and characters. */
export function guessCost(text: string, words: Words): Guess {
  const unit = repeatedUnit(text);
  if (unit.length < text.length) {
    const once = guessCost(unit, words);
    return { ...once, cost: once.cost + REPETITION };
  }
  const plain = undisguise(text);
  const reached: Reached[] = [{ cost: 0, from: 0 }];
  for (let end = 0; end <= text.length; end++) reached[end] ??= { cost: Number.POSITIVE_INFINITY, from: 0 };
  for (let start = 0; start < text.length; start++) {
    const cost = reached[start]?.cost ?? 0;
    const offer = (end: number, more: number, word?: string) => {
      if (cost + more < (reached[end]?.cost ?? 0)) reached[end] = { cost: cost + more, from: start, word };
    };
    offer(start + 1, CHARACTER);
    const end = patternEnd(text, start);
    if (end !== undefined) offer(end, PATTERN);
    offerWords(text, plain, start, words, offer);
  }
  return cheapestWay(reached);
}

type Offer = (end: number, cost: number, word: string) => void;

function offerWords(text: string, plain: string, start: number, words: Words, offer: Offer): void {
  const last = Math.min(text.length, start + words.longest);
  for (let end = start + SHORTEST_WORD; end <= last; end++) {
    const word = text.slice(start, end);
    const known = words.cost(word);
    if (known !== undefined) offer(end, repeated(text, word, start) ?? known, word);
    const revealed = plain.slice(start, end);
    const disguised = revealed === word ? undefined : words.cost(revealed);
    if (disguised !== undefined) offer(end, disguised + DISGUISE, revealed);
  }
}

const SHORTEST_WORD = 3;

/** The cost of a word that stands earlier in the text as well. */
const repeated = (text: string, word: string, start: number): number | undefined =>
  text.lastIndexOf(word, start - word.length) >= 0 && start >= word.length ? REPETITION : undefined;

function cheapestWay(reached: Reached[]): Guess {
  const words: string[] = [];
  let end = reached.length - 1;
  const cost = reached[end]?.cost ?? 0;
  while (end > 0) {
    const step = reached[end];
    if (step?.word) words.unshift(step.word);
    end = step?.from ?? 0;
  }
  return { cost, words };
}

/** `abcabcab` is `abc`, again and again. */
function repeatedUnit(text: string): string {
  for (let period = 1; period <= text.length / 2; period++) {
    if (text.startsWith(text.slice(period))) return text.slice(0, period);
  }
  return text;
}

const DISGUISES: Record<string, string> = {
  '4': 'a',
  '@': 'a',
  '8': 'b',
  '3': 'e',
  '6': 'g',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  '5': 's',
  $: 's',
  '7': 't',
  '2': 'z',
};

const undisguise = (text: string): string =>
  text.replace(/[4@8361!05$72]/g, (sign) => DISGUISES[sign] ?? sign);
