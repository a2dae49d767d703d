import type { PageContext } from '../../../platform/http/index.ts';

/** Whoever only looks ahead (HEAD, a browser that fetches in advance) must not use up the one way back. */
export const onlyLooks = ({ req }: PageContext): boolean =>
  req.method === 'HEAD' ||
  /prefetch|prerender|preview/i.test(`${req.header('sec-purpose')} ${req.header('purpose')}`);
