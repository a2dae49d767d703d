import { createHash } from 'node:crypto';

/**
 * Of statements that are compiled once for a process, by their SQL: the name under which PostgreSQL may keep them as well,
 * read and planned once for a connection.
 */
export const keptNames = new Map<string, string>();

/** The same SQL has the same name in every process, and no other has it. */
export function keepByName(sql: string): void {
  keptNames.set(sql, createHash('sha256').update(sql).digest('base64url'));
}
