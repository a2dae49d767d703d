// Domains whose mail meets a fate of its own, so that every delivery report can be seen. `.test` is nobody's (RFC 2606).

/** What the mailbox answers to a recipient, as a mail server out there would. */
export interface Refusal {
  code: number;
  /** With the enhanced status of RFC 3463 in front. */
  words: string;
}

export interface PretendDomain {
  domain: string;
  /** What the start page says of it. */
  fate: string;
  /** The answer to the nth time that a recipient is named, from 1; undefined where it is taken. */
  answer(address: string, time: number): Refusal | undefined;
  /** What a mail server reports later of mail that it has taken. */
  laterRefusal?: Refusal;
}

export const pretendDomains: readonly PretendDomain[] = [
  {
    domain: 'bounce.test',
    fate: 'Is accepted, and bounced some seconds later',
    answer: () => undefined,
    laterRefusal: { code: 550, words: '5.1.1 The mailbox does not exist' },
  },
  {
    domain: 'block.test',
    fate: 'Is blocked: the server does not want it',
    answer: () => ({ code: 550, words: '5.7.1 Message refused by local policy' }),
  },
  {
    domain: 'full.test',
    fate: 'Is put off, tried again, and bounced: the mailbox is full',
    answer: (_, time) =>
      time % 2 === 1
        ? { code: 452, words: '4.2.2 The mailbox is over its quota, try again later' }
        : { code: 552, words: '5.2.2 The mailbox is full' },
  },
  {
    domain: 'slow.test',
    fate: 'Is put off at first, and arrives with the next try',
    answer: (_, time) =>
      time % 2 === 1 ? { code: 451, words: '4.7.1 Greylisted, try again in a moment' } : undefined,
  },
  {
    domain: 'nowhere.test',
    fate: 'Is bounced at once: there is no such domain',
    answer: () => ({ code: 550, words: '5.1.2 Host or domain name not found' }),
  },
];

/** What becomes of mail to an address; of an ordinary one, nothing but that it arrives. */
export const pretendDomainOf = (address: string): PretendDomain | undefined =>
  pretendDomains.find(({ domain }) => address.toLowerCase().endsWith(`@${domain}`));
