import { normalisePassword } from './password-text.ts';

/** What is known about the person and the place, and so belongs to a guesser's first tries. */
export type PersonalFault = 'contains-own-name' | 'contains-address' | 'contains-brand' | 'contains-service';

/** What a new password must not be made of. */
export interface PersonalWords {
  /** First and last name. */
  names: readonly string[];
  email: string;
  brand: string;
  /** Names and products of the configured services. */
  services: readonly string[];
}

/** Where a password is chosen: names that a guesser tries for everybody there. */
export interface PasswordPlace {
  brandName: string;
  services: readonly { name: string; product?: string | undefined }[];
}

/** What is known of the person; before the names are given there are none. */
export interface PasswordOwner {
  firstName: string | null;
  lastName: string | null;
  email: string;
}

/** What a new password of that person, in that place, must not be made of: one answer for all who ask. */
export const personalWordsOf = (
  { brandName, services }: PasswordPlace,
  owner: PasswordOwner,
): PersonalWords => ({
  names: namesOf(owner),
  email: owner.email,
  brand: brandName,
  services: services.flatMap(({ name, product }) => (product === undefined ? [name] : [name, product])),
});

type Named = Pick<PasswordOwner, 'firstName' | 'lastName'>;

function namesOf({ firstName, lastName }: Named): string[] {
  const names = [firstName, lastName].filter((name) => name !== null);
  return [...names, names.join(' ')];
}

/** Whether other names have a word in them that a password was not held against when it was chosen under those before. */
export function bringNewWords(before: Named, after: Named): boolean {
  const words = (owner: Named) => wordsOf({ names: namesOf(owner), email: '', brand: '', services: [] });
  const known = words(before);
  return [...words(after).keys()].some((word) => !known.has(word));
}

/** Shorter ones are in every other word. */
const SHORTEST = 3;

/** Each word that counts, in lower case, and what a password made of it is refused for. */
export function wordsOf({ names, email, brand, services }: PersonalWords): Map<string, PersonalFault> {
  const words = new Map<string, PersonalFault>();
  const add = (texts: readonly string[], fault: PersonalFault) => {
    for (const text of texts.flatMap(partsOf)) if (text.length >= SHORTEST) words.set(text, fault);
  };
  // The last one wins where a word is several: what is closest to the person says most.
  add(services, 'contains-service');
  add([brand, `${brand} account`, 'Master Account'], 'contains-brand');
  add([email], 'contains-address');
  add(names, 'contains-own-name');
  return words;
}

/** The whole, the whole without gaps, and each part: people write `Ada Lovelace` in all these ways. */
function partsOf(text: string): string[] {
  const lower = normalisePassword(text).toLowerCase();
  const parts = lower.split(/[^\p{L}\p{M}\p{N}]+/u).filter((part) => part !== '');
  return [lower, parts.join(''), ...parts];
}
