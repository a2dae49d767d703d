// The default alphabet of SMS (3GPP TS 23.038, section 6.2.1). One character outside it makes the whole text UCS-2,
// of which 70 characters are a segment instead of 160, and each segment is paid for.

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Each of them takes two places. */
const EXTENDED = new Set('\f^{}\\[~]|€');

/** How many characters fit into one segment. */
export const SEGMENT = 160;

/** How many of the 160 places a text takes; undefined where it has characters beyond the alphabet. */
export function placesOf(text: string): number | undefined {
  let places = 0;
  for (const character of text) {
    if (!BASIC.has(character) && !EXTENDED.has(character)) return undefined;
    places += EXTENDED.has(character) ? 2 : 1;
  }
  return places;
}

/** A name in the basic alphabet: without the accents that it has not, without whatever else it has not. */
export function inBasicAlphabet(name: string): string {
  const kept = [...name.normalize('NFC')].map((character) =>
    BASIC.has(character)
      ? character
      : [...character.normalize('NFKD')].filter((part) => BASIC.has(part)).join(''),
  );
  return kept.join('').replace(/\s+/g, ' ').trim();
}
