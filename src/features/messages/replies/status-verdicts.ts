import type { Verdict } from './known-words.ts';

/** What a status (RFC 3463, 5248 and their registry) means where its subject as a whole means something else. */
const DETAILS: Readonly<Record<string, Verdict>> = {
  // Of the sender's address, not of the mailbox.
  '1.7': 'blocked',
  '1.8': 'blocked',
  // Exchange: rejected by a rule of the receiving side.
  '4.14': 'bounced',
  // RFC 6531: letters that servers on the way do not take. Another address helps, and nothing that others could allow.
  '6.7': 'bounced',
  // RFC 7293: the mailbox or domain has another owner since.
  '7.17': 'bounced',
  '7.18': 'bounced',
};

/** 1 address, 2 mailbox, 3 the system's room, 4 the way there, 6 what the mail is made of, 7 security and policy. */
const SUBJECTS: Readonly<Record<string, Verdict>> = {
  1: 'bounced',
  2: 'bounced',
  3: 'bounced',
  4: 'bounced',
  6: 'blocked',
  7: 'blocked',
};

/** Statuses that servers give for anything: what they say beside them tells more. */
const VAGUE = /^(0\.0|1\.0|2\.0|3\.0|4\.0|5\.\d+|6\.0)$/;

/** @returns undefined for a status that says nothing by itself, or is none */
export function verdictOfStatus(status: string): Verdict | undefined {
  const [, subject = '', detail = ''] = /^[245]\.(\d{1,3})\.(\d{1,3})$/.exec(status) ?? [];
  const rest = `${subject}.${detail}`;
  return VAGUE.test(rest) ? undefined : (DETAILS[rest] ?? SUBJECTS[subject]);
}

/** What a vague status leans to, when the words say nothing either. */
export const leaningOfStatus = (status: string): Verdict | undefined => SUBJECTS[status.split('.')[1] ?? ''];
