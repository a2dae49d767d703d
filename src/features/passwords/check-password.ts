import type { BreachedList } from './breached-list.ts';
import { guessCost, type Words } from './guess-cost.ts';
import { type LengthFault, lengthFault, normalisePassword } from './password-text.ts';
import { type PersonalFault, type PersonalWords, wordsOf } from './personal-words.ts';

/** Why a password is refused. */
export type PasswordFault = LengthFault | 'common' | 'breached' | PersonalFault;

/** The lists that passwords are held against; opened once by `openPasswordLists`. */
export interface PasswordLists {
  breached: BreachedList;
  common: Words;
}

/** A password that takes fewer guesses than ten to this power is refused. */
const ENOUGH = 8;

/**
 * Everything that is wrong with a new password; nothing where it may be used. Containing a name is
 * nothing wrong; being *made of* names is: what remains beside them could be guessed.
 */
export function checkPassword(
  { passwordLists: lists }: { passwordLists: PasswordLists },
  { password, personal }: { password: string; personal: PersonalWords },
): PasswordFault[] {
  const length = lengthFault(password);
  if (length) return [length];
  const text = normalisePassword(password).toLowerCase();
  // What the person can tell at a glance comes first: their own name may be a common word as well.
  const faults: PasswordFault[] = personalFaults(text, lists.common, wordsOf(personal));
  if (lists.breached.has(password)) return [...faults, 'breached'];
  return guessCost(text, lists.common).cost < ENOUGH ? [...faults, 'common'] : faults;
}

function personalFaults(
  text: string,
  common: Words,
  known: ReadonlyMap<string, PersonalFault>,
): PersonalFault[] {
  const guess = guessCost(text, withPersonal(common, known));
  if (guess.cost >= ENOUGH) return [];
  return [...new Set(guess.words.map((word) => known.get(word)).filter((fault) => fault !== undefined))];
}

/** A guesser who knows the person tries these before anything else. */
const PERSONAL_COST = 0.3;

function withPersonal(common: Words, personal: ReadonlyMap<string, PersonalFault>): Words {
  const longest = [...personal.keys()].reduce((most, word) => Math.max(most, word.length), common.longest);
  return { longest, cost: (word) => (personal.has(word) ? PERSONAL_COST : common.cost(word)) };
}
