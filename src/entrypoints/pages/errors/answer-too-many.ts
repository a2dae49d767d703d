import type { Clock } from '../../../kernel/index.ts';
import { type PageContext, retryAfter } from '../../../platform/http/index.ts';
import type { Contact, Shell } from '../../../ui/index.ts';
import { type TooManyRequests, tooManyRequestsPage } from './too-many-requests.page.ts';

interface Deps {
  shell(c: PageContext): Shell;
  clock: Clock;
  customerCare: Contact;
}

/** 429 with the page of a spent budget: it and `Retry-After` name the same moment. */
export function answerTooMany(
  { shell, clock, customerCare }: Deps,
  c: PageContext,
  said: Omit<TooManyRequests, 'now' | 'customerCare'>,
): Response | Promise<Response> {
  const now = clock.now();
  c.header('Retry-After', retryAfter(said.retryAt, now));
  return c.html(tooManyRequestsPage(shell(c), { ...said, now, customerCare }), 429);
}
