import { digestOf, type KeptPagesDeps } from './kept-page.ts';
import { removeExpiredPages, removeKeptPages } from './kept-pages.queries.ts';

/** In one statement: how many there are, the browser says. */
export const forgetKeptPages = (deps: KeptPagesDeps, browsers: readonly string[]): Promise<void> =>
  removeKeptPages(
    deps.db,
    browsers.map((browser) => digestOf(deps, browser)),
  );

/** Removes those whose time is over. */
export const sweepKeptPages = ({ db, clock }: Pick<KeptPagesDeps, 'db' | 'clock'>): Promise<void> =>
  removeExpiredPages(db, clock.now());
