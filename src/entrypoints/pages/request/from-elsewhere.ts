import type { PageContext } from '../../../platform/http/index.ts';

/**
 * Whether the page is asked for by an address that was typed, by a link in a mail, or by another site. What says on the page
 * that something was done is told to whoever has just done it here: a link from elsewhere could have our own page say that
 * somebody's address was changed. Browsers that do not say where they come from are taken at their word.
 */
export const isFromElsewhere = (c: PageContext): boolean =>
  c.req.method !== 'POST' && (c.req.header('sec-fetch-site') ?? 'same-origin') !== 'same-origin';
