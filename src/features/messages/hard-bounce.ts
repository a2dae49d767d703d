import { absentWords, statusIn } from './replies/index.ts';

/** RFC 3463: the address is not there. Not 5.1.7 and 5.1.8, which are about the sender's. */
const NO_SUCH_ADDRESS = /^5\.1\.(0|1|2|3|6|10)$/;
/** A mailbox that is there, but takes nothing at the moment. */
const THERE = /\b(full|quota|storage|inactive|disabled|suspended|locked)\b/i;

/** Whether a bounce says that the mailbox does not exist, so that everything else sent there would come back too. */
export function isHardBounce({
  code = '',
  words = '',
}: {
  code?: string | undefined;
  words?: string | undefined;
}): boolean {
  const status = statusIn(code) ?? statusIn(words);
  if (status) return NO_SUCH_ADDRESS.test(status) && !THERE.test(words);
  return absentWords.some((says) => says.test(words.toLowerCase())) && !THERE.test(words);
}
