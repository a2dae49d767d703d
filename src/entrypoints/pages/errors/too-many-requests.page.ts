import type { Instant } from '../../../kernel/index.ts';
import {
  type Contact,
  countdown,
  dateTime,
  type Html,
  html,
  type Link,
  type Panel,
  page,
  type Shell,
} from '../../../ui/index.ts';
import { furtherHelp } from './further-help.page.ts';

export interface TooManyRequests {
  now: Instant;
  /** When the next try will be taken. */
  retryAt: Instant;
  /** What there was too much of. */
  reason?: string | undefined;
  back?: Link | undefined;
  panel?: Panel | undefined;
  customerCare: Contact;
}

/** A budget is spent. It says when to come back, and nothing about whose budget it was. */
export const tooManyRequestsPage = (
  shell: Shell,
  {
    now,
    retryAt,
    reason = 'There were too many tries in a short time.',
    back,
    panel,
    customerCare,
  }: TooManyRequests,
): Html =>
  page(shell, {
    title: 'Wait before you try again',
    intro: `${reason} Waiting is all that is needed: nothing is locked.`,
    panel,
    back,
    body: html`
      ${countdown({ before: 'You can try again in', now, until: retryAt })}
      <div class="text"><p>That is at ${dateTime(retryAt, 'second')}.</p></div>
      ${furtherHelp(shell, customerCare)}`,
  });
