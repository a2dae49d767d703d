/** Whoever runs a mail server writes what people read here, and may want to lead them somewhere. */
export interface WordsContext {
  /** The address that the message went to: the only one that may show. */
  recipient: string;
  /** What is said where nothing fit to be shown remains. */
  instead: string;
}

/** As much as is read at all, and as much as is shown. */
const LONGEST_READ = 1000;
const LONGEST_SHOWN = 160;

/**
 * A server's words, fit to be shown inside a sentence of ours: one line, without codes, signs that cannot be seen,
 * web addresses, telephone numbers, or anybody else's mail address (which may be where mail is forwarded to).
 * @returns never nothing
 */
export function safeWords(words: string, { recipient, instead }: WordsContext): string {
  const bare = withoutCodes(visible(words.slice(0, LONGEST_READ)));
  const harmless = withoutNumbers(withoutWebAddresses(withoutOtherAddresses(bare, recipient)));
  const tidy = shortened(tidied(harmless, recipient));
  return saysSomething(tidy, recipient) ? tidy : instead;
}

/**
 * What is not there to see must not hide an address from the rules below; what looks like a letter, digit or dot
 * becomes it. Our sentence puts the words in straight quotes, so they may not close those themselves.
 */
const visible = (words: string): string =>
  words
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}]+/gu, '')
    .replace(/[\p{Cc}\p{Z}\s]+/gu, ' ')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .replace(/[\u3002\uFE52\u2024]|\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?/gi, '.')
    .replace(/['"`\u2018\u201A\u201B\u201C-\u201F\u2032\u2035\u00AB\u00BB]/g, '\u2019')
    .trim();

/** `smtp; 550-5.1.1 ` and `550 5.1.1 `, in front and, where a reply had several lines, between them. */
const withoutCodes = (words: string): string =>
  words
    .replace(/^(?:smtp|x-[a-z0-9-]{1,30}|dns)\s*;\s*/i, '')
    .replace(/(?<![\p{L}\p{N}.])[245]\d\d[ -]+#?[245]\.\d{1,3}\.\d{1,3}(?![\p{L}\p{N}.])[ :-]*/gu, '')
    .replace(/^[<([]?[245]\d\d(?:[ :-]+|$)/, '')
    .replace(/^[<([]?#?[245]\.\d{1,3}\.\d{1,3}[\])>]?(?:[ :-]+|$)/, '');

const MAIL_ADDRESS =
  /(?:\u2019[^\u2019@]{1,64}\u2019|[^\s<>()[\],;:\u2019]{1,200})@(?:\[[^\]]{1,60}\]|[^\s<>()[\],;:\u2019]{1,200})/gu;

/** Stands for the recipient while the rest is searched; nobody can write it, since `visible` takes it out. */
const HELD = '\uE000';

const withoutOtherAddresses = (words: string, recipient: string): string =>
  words.replace(MAIL_ADDRESS, (found) => {
    const address = found.replace(/[.!?]+$/, '');
    const shown = address.toLowerCase() === recipient.toLowerCase() ? HELD : '(another address)';
    return `${shown}${found.slice(address.length)}`;
  });

/** With a scheme, or anything that reads as a host: a name with a dot that ends in letters, or an IP address. */
const WEB_ADDRESSES = [
  /\S*:\/\/\S*/gu,
  /(?<![\p{L}\p{N}])(?:www\.|(?:mailto|tel|sms|javascript|data):)\S*/giu,
  /(?<![\p{L}\p{N}_])[\p{L}\p{M}\p{N}_-]{1,63}(?:\.[\p{L}\p{M}\p{N}_-]{1,63}){0,10}\.(?:\p{L}[\p{L}\p{M}\p{N}-]{0,62})(?::\d+)?(?:[/?#]\S*)?/gu,
  /(?<![\p{N}.])\[?\p{Nd}{1,3}(?:\.\p{Nd}{1,3}){3}\]?(?::\d+)?(?:[/?#]\S*)?/gu,
  /\[?(?:IPv6:)?(?<![\p{L}\p{N}])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}\]?(?:[/?#]\S*)?/giu,
];

const withoutWebAddresses = (words: string): string =>
  WEB_ADDRESSES.reduce((text, pattern) => text.replace(pattern, '(web address removed)'), words);

/** What could be dialled. Sizes and long ids go with it: better without them than with a number to call. */
const withoutNumbers = (words: string): string =>
  words.replace(
    /(?:\+|\((?=\p{Nd}{1,5}\)))*\p{Nd}(?:[\p{Z}().,/\p{Pd}]{0,3}\p{Nd}){5,}/gu,
    '(number removed)',
  );

const tidied = (words: string, recipient: string): string =>
  words
    .replaceAll(HELD, recipient)
    .replace(/[<[]\s*((?:\([a-z ]+\)|[^\s<>[\]]*)?)\s*[>\]]/g, '$1')
    .replace(/ +/g, ' ')
    .replace(/ ([,.;:!?])/g, '$1')
    .replace(/^[\s:;,.>\])\p{Pd}]+|[\s:;,<[(\p{Pd}]+$/gu, '');

function shortened(words: string): string {
  if (words.length <= LONGEST_SHOWN) return words;
  const cut = words.slice(0, LONGEST_SHOWN);
  const end = cut.lastIndexOf(' ');
  // A word as long as the whole is cut inside, but never inside a sign.
  const kept = end > LONGEST_SHOWN / 2 ? cut.slice(0, end) : cut.replace(/[\uD800-\uDBFF]$/, '');
  // Nor does one of our own remarks stay open.
  return `${kept.replace(/\([^()]*$/, '').replace(/[\s:;,.<[\p{Pd}]+$/u, '')}…`;
}

const saysSomething = (words: string, recipient: string): boolean =>
  /\p{L}{2}/u.test(words.replaceAll(recipient, '').replace(/\((?:another|web|number)[a-z ]*\)/g, ''));
