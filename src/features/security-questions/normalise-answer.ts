/**
 * An answer as it is compared: without regard to case, spacing and accents. What of case is left when a letter has been
 * made large and small again (ς, ẞ) is one letter too, and a letter with a stroke or a ligature is what people
 * type for it on a keyboard that has none.
 */
export const normaliseAnswer = (answer: string): string =>
  withoutMarksAndSpaces(answer)
    // Upper case first: ı, ς and ß have one of their own, and a lower case that differs from that of others.
    .toUpperCase()
    .toLowerCase()
    // Lower case of some letters brings a mark of its own (İ).
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\p{L}/gu, (letter) => PLAIN.get(letter) ?? letter);

/** Letters that Unicode does not take apart. */
const PLAIN = new Map([
  ['ς', 'σ'],
  ['ß', 'ss'],
  ['ł', 'l'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['ŧ', 't'],
  ['ı', 'i'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
]);

/** As answers were compared until they were compared as above: hashes from then are of this form. */
export const normaliseAnswerAsBefore = (answer: string): string =>
  withoutMarksAndSpaces(answer).toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');

const withoutMarksAndSpaces = (answer: string): string =>
  answer.normalize('NFKD').replace(/[\p{M}\s\p{Cc}\p{Cf}]/gu, '');
