import { digestOf, type KeptPagesDeps } from './kept-page.ts';
import { removeExpiredPages, removeKeptPage } from './kept-pages.queries.ts';

export const forgetKeptPage = (deps: KeptPagesDeps, browser: string): Promise<void> =>
  removeKeptPage(deps.db, digestOf(deps, browser));

/** Removes those whose time is over. */
export const sweepKeptPages = ({ db, clock }: Pick<KeptPagesDeps, 'db' | 'clock'>): Promise<void> =>
  removeExpiredPages(db, clock.now());
