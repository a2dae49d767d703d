import type { Instant } from '../../../kernel/index.ts';
import {
  countdown,
  dateTime,
  type Html,
  html,
  type Link,
  linkList,
  type Panel,
  page,
  type Shell,
} from '../../../ui/index.ts';
import { helpLink } from './help-link.ts';

export interface TooManyRequests {
  now: Instant;
  /** When the next try will be taken. */
  retryAt: Instant;
  back?: Link | undefined;
  panel?: Panel | undefined;
}

/** A budget is spent. It says when to come back, and nothing about whose budget it was. */
export const tooManyRequestsPage = (shell: Shell, { now, retryAt, back, panel }: TooManyRequests): Html =>
  page(shell, {
    title: 'Wait before you try again',
    intro: 'There were too many tries in a short time. Waiting is all that is needed: nothing is locked.',
    panel,
    back,
    body: html`
      ${countdown({ before: 'You can try again in', now, until: retryAt })}
      <div class="text"><p>That is at ${dateTime(retryAt, 'second')}.</p></div>
      ${linkList([helpLink(shell)])}`,
  });
