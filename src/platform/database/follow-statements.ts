import type { Kysely, LogEvent, TransactionBuilder } from 'kysely';
import { spanned } from '../tracing/index.ts';
import { statements } from './measured.ts';

/** The verb of a statement and the first table that it names: both are of our own writing, its values are not in it. */
const NAME = /^\s*(?:(update)|(select|insert|delete|with)\b[\s\S]*?\b(?:from|into))\s+"?([a-zA-Z_]+)"?/i;

/** `SELECT accounts`; undefined for what begins and ends transactions, and whatever else has no table. */
export function statementName(sql: string): string | undefined {
  const [, update, other, table] = NAME.exec(sql) ?? [];
  const verb = update ?? other;
  return verb && table && `${verb.toUpperCase()} ${table}`;
}

/** For Kysely's log. */
export function tellStatements({ level, query, queryDurationMillis }: LogEvent): void {
  const name = statementName(query.sql);
  if (name) statements.tell({ name, seconds: queryDurationMillis / 1000, failed: level === 'error' });
}

/** Each transaction is a span, from waiting for its turn to its commit. */
export function followTransactions<Tables>(db: Kysely<Tables>): void {
  const begin = db.transaction.bind(db);
  db.transaction = (): TransactionBuilder<Tables> => {
    const builder = begin();
    const execute = builder.execute.bind(builder);
    builder.execute = (body) => spanned({ name: 'transaction', attributes: {} }, () => execute(body));
    return builder;
  };
}
