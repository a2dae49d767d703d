import type { Instant } from '../../kernel/index.ts';
import type { Banner, Contact, Problem } from '../../ui/index.ts';
import { waitText } from './wait-text.page.ts';

/** Why a service account was not accepted; `verdictProblem` and `verdictNotice` between them say each of them once. */
export type Verdict =
  | {
      reason:
        | 'mismatch'
        | 'locked'
        | 'password-expired'
        | 'second-step-required'
        | 'unavailable'
        | 'already-taken';
    }
  | { reason: 'too-many-tries'; retryAt: Instant };

export interface Asked {
  service: { name: string; support: Contact };
  /** Who can move a link to its rightful owner. */
  customerCare: Contact;
}

/** What is wrong with what was typed, at its field. */
export function verdictProblem(verdict: Verdict, name: string, now: Instant): Problem | undefined {
  if (verdict.reason === 'mismatch') {
    return { field: 'password', message: `Your ${name} username or password is incorrect.` };
  }
  if (verdict.reason === 'too-many-tries') {
    return {
      field: 'password',
      message: `Too many passwords were tried for ${name}. ${waitText(verdict.retryAt, now)}`,
    };
  }
  return undefined;
}

/** The service knows its accounts; whose link it is, only Customer Care can settle. */
export const verdictContact = ({ reason }: Verdict, { service, customerCare }: Asked): Contact =>
  reason === 'already-taken' ? customerCare : service.support;

/**
 * What is no mistake of the person: said above the form, with where to go.
 * @param mayUseOnce the page has the box that lets a service account in this once
 */
export function verdictNotice(
  { reason }: Verdict,
  { service: { name, support }, customerCare }: Asked,
  { mayUseOnce }: { mayUseOnce: boolean },
): Banner | undefined {
  switch (reason) {
    case 'mismatch':
    case 'too-many-tries':
      return undefined;
    case 'locked':
      return {
        tone: 'warning',
        title: `Your account at ${name} is locked`,
        text: `Your password was right. ${support.name} unlocks the account; then come back here.`,
      };
    case 'password-expired':
      return {
        tone: 'warning',
        title: `Your password at ${name} has expired`,
        text: `Set a new one at ${name}, with the link below the form; then enter it here.`,
      };
    case 'second-step-required':
      return {
        tone: 'warning',
        title: `${name} asks for a second step`,
        text: `Your password was right, but ${name} wants a second step of its own, which cannot be given here. ${support.name} can help.`,
      };
    case 'unavailable':
      return {
        tone: 'problem',
        title: `${name} could not be reached`,
        text: 'Your password was not checked, and no try was counted. Try again in a few minutes; your other services are not affected.',
      };
    case 'already-taken':
      return {
        tone: 'problem',
        title: 'This service account is already linked',
        text: `Your password was right, but this account at ${name} is linked to another account. If it should be yours, tell ${customerCare.name}, who asks for your support PIN first.${mayUseOnce ? ` To open ${name} this once, uncheck “Link my account”.` : ''}`,
      };
  }
}
