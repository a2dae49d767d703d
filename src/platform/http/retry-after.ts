import type { Instant } from '../../kernel/index.ts';

/** When it is worth to ask again, as `Retry-After` says it: whole seconds, and at least one. */
export const retryAfter = (retryAt: Instant, now: Instant): string =>
  String(Math.ceil(Math.max(retryAt - now, 1000) / 1000));
