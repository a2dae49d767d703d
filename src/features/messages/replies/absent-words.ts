/**
 * Words that say that there is no such mailbox, and nothing else: what is sent there will always come back. In lower case;
 * the gaps are bounded, since strangers write the words.
 */
export const absentWords: readonly RegExp[] = [
  /\b(no such|unknown|non-?existent) (user|mailbox|recipient|address|account)/,
  /\b(user|mailbox|recipient|address|account)\b.{0,60}\b(unknown|not found|does ?n[o'\u2019]t exist|does not exist|not exist|no longer exists)/,
];
