// Kills the program at one of its durable commits. The test says at which, counted from the moment it says so: just
// before the commit is asked for, or when it is on the disk and nobody has been told.
import { createRequire } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import type pg from 'pg';

export interface Death {
  /** Commits until then: 1 is the next one. None: it lives on. */
  at?: number;
  moment?: 'before' | 'after';
}

let death: Death = {};
let commits = 0;

process.on('message', (told: Death) => {
  death = told;
  commits = 0;
  process.send?.({ armed: true });
});
process.channel?.unref();

const dieIf = (moment: Death['moment']): void => {
  if (death.at === commits && death.moment === moment) process.kill(process.pid, 'SIGKILL');
};

const isCommit = (sql: string): boolean => /^\s*commit\b/i.test(sql);

function orDie<Result>(commit: () => Result): Result {
  commits += 1;
  dieIf('before');
  const result = commit();
  dieIf('after');
  return result;
}

const { exec, prepare } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function execOrDie(sql: string) {
  return isCommit(sql) ? orDie(() => exec.call(this, sql)) : exec.call(this, sql);
};
DatabaseSync.prototype.prepare = function prepareOrDie(...asked: Parameters<typeof prepare>) {
  const statement = prepare.apply(this, asked);
  if (!isCommit(asked[0])) return statement;
  const run = statement.run.bind(statement);
  statement.run = () => orDie(() => run());
  return statement;
};

// On PostgreSQL each statement that writes is a commit of its own, unless a transaction is open.
const { Client } = createRequire(import.meta.url)('pg') as typeof pg;
const query = Client.prototype.query as (...asked: unknown[]) => unknown;
const open = new WeakSet<object>();
Client.prototype.query = function commitOrDie(this: object, ...asked: unknown[]) {
  const [first] = asked as [string | { text?: string }];
  const text = typeof first === 'string' ? first : (first?.text ?? '');
  if (/^\s*(begin|start transaction)\b/i.test(text)) open.add(this);
  const ends = /^\s*commit\b/i.test(text);
  const writes = ends || (!open.has(this) && /^\s*(insert|update|delete|with)\b/i.test(text));
  if (ends || /^\s*rollback\s*;?\s*$/i.test(text)) open.delete(this);
  if (!writes) return query.apply(this, asked);
  commits += 1;
  const number = commits;
  dieIf('before');
  const answer = query.apply(this, asked) as Promise<unknown>;
  return answer.then((result) => {
    if (death.at === number && death.moment === 'after') process.kill(process.pid, 'SIGKILL');
    return result;
  });
} as typeof Client.prototype.query;
