import type { DatabaseSync } from 'node:sqlite';

/** What this service must remember between sending a browser to Master Account and its coming back. */
export interface PendingSignOn {
  state: string;
  /** The browser that began: an answer brought by another one is refused. */
  browser: string;
  nonce: string;
  codeVerifier: string;
  expiresAt: number;
}

export function insertPendingSignOn(database: DatabaseSync, pending: PendingSignOn, now: number): void {
  const { state, browser, nonce, codeVerifier, expiresAt } = pending;
  database.prepare('DELETE FROM pendingSignOns WHERE expiresAt <= ?').run(now);
  database
    .prepare('INSERT INTO pendingSignOns VALUES (?, ?, ?, ?, ?)')
    .run(state, browser, nonce, codeVerifier, expiresAt);
}

/** Single use: the row is gone afterwards, so an answer brought twice finds nothing. */
export const spendPendingSignOn = (
  database: DatabaseSync,
  { state, browser, now }: { state: string; browser: string; now: number },
): PendingSignOn | undefined =>
  database
    .prepare('DELETE FROM pendingSignOns WHERE state = ? AND browser = ? AND expiresAt > ? RETURNING *')
    .get(state, browser, now) as PendingSignOn | undefined;
