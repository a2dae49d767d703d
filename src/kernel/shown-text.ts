/** Joins letters, or keeps them apart: Persian and the scripts of India are spelt with them. */
const JOINERS = '\\u200C\\u200D';
/** No script puts so many marks on one letter. */
const MOST_MARKS = 8;

const HIDDEN = new RegExp(`(?![${JOINERS}])\\p{Cf}`, 'gu');
const FLOOD = new RegExp(`([\\p{Mn}\\p{Me}${JOINERS}]{${MOST_MARKS}})[\\p{Mn}\\p{Me}${JOINERS}]+`, 'gu');

/** Without signs that nobody sees, and that turn around what stands beside them or hide words in it. */
export const withoutHiddenSigns = (text: string): string => text.replace(HIDDEN, '');

/**
 * Text that somebody types for others to read, on one line (NFC): without hidden and control characters, and with no more
 * marks on a letter than letters have, so that it stays where it is shown.
 */
export const shownText = (text: string): string =>
  withoutHiddenSigns(text)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(FLOOD, '$1')
    .trim();

/** Whether there is anything to see: fillers and marks alone are blank, whatever letters they count as. */
export const isVisible = (text: string): boolean =>
  /[^\p{Default_Ignorable_Code_Point}\p{M}\p{Z}\p{Cc}\u2800]/u.test(text);
