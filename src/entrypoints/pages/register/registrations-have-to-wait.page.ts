import type { Instant } from '../../../kernel/index.ts';
import { countdown, type Html, html, linkList, page, type Shell } from '../../../ui/index.ts';

/** Too many registrations were begun from one network. */
export const registrationsHaveToWaitPage = (
  shell: Shell,
  { retryAt, now }: { retryAt: Instant; now: Instant },
): Html =>
  page(shell, {
    title: 'Wait before you register',
    intro:
      'Many people have begun to register from your network in the last hour. Nothing is wrong with your address.',
    body: html`
      ${countdown({ before: 'You can begin in', now, until: retryAt })}
      ${linkList([{ href: '/register', text: 'Try again' }])}`,
  });
