import type { Instant } from '../../../kernel/index.ts';
import type { Contact, Problem } from '../../../ui/index.ts';
import { waitText } from '../refusals/wait-text.page.ts';

/** Why a service account was not accepted. */
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
  /** The page has the box that lets a service account in this once. */
  mayUseOnce: boolean;
}

/** The service knows its accounts; whose link it is, only Customer Care can settle. */
export const verdictContact = (
  { reason }: Verdict,
  { service, customerCare }: Pick<Asked, 'service' | 'customerCare'>,
): Contact => (reason === 'already-taken' ? customerCare : service.support);

/** What is wrong: at its field where it was typed there, else with where to go. */
export function verdictProblem(verdict: Verdict, asked: Asked, now: Instant): Problem {
  const { name, support } = asked.service;
  switch (verdict.reason) {
    case 'mismatch':
      return { field: 'password', message: `Your ${name} username or password is incorrect.` };
    case 'too-many-tries':
      return {
        field: 'password',
        message: `Too many passwords were tried for ${name}. ${waitText(verdict.retryAt, now)}`,
      };
    case 'locked':
      return {
        message: `Your account at ${name} is locked. Your password was right. ${support.name} unlocks the account; then come back here.`,
      };
    case 'password-expired':
      return {
        message: `Your password at ${name} has expired. Set a new one at ${name}, with the link below the form; then enter it here.`,
      };
    case 'second-step-required':
      return {
        message: `${name} asks for a second step. Your password was right, but the second step is one of its own, which cannot be given here. ${support.name} can help.`,
      };
    case 'unavailable':
      return {
        message: `${name} could not be reached. Your password was not checked, and no try was counted. Try again in a few minutes; your other services are not affected.`,
      };
    case 'already-taken':
      return { message: takenText(asked) };
  }
}

function takenText({ service: { name }, customerCare, mayUseOnce }: Asked): string {
  const once = mayUseOnce ? ` To open ${name} this once, uncheck “Link my account”.` : '';
  return `This service account is already linked. Your password was right, but this account at ${name} is linked to another account. If it should be yours, tell ${customerCare.name}, who asks for your support PIN first.${once}`;
}
