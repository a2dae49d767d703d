/** An answer as it is compared: without regard to case, spacing and accents. */
export const normaliseAnswer = (answer: string): string =>
  answer
    .normalize('NFKD')
    .replace(/[\p{M}\s\p{Cc}\p{Cf}]/gu, '')
    .toLowerCase()
    // Lower case of some letters brings a mark of its own (İ).
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss');
