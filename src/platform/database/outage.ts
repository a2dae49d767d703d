/**
 * SQLSTATE classes that say "not now" rather than "not like this": connections, rollbacks of the server's own
 * (08, 57), resources such as a full disk (53), and what the operating system refuses (58).
 */
const CLASSES = ['08', '53', '57', '58'];
/**
 * A lock was not got in time; transactions that waited for each other again and again; a server that only reads,
 * because it stands by and has not been promoted yet.
 */
const STATES = ['55P03', '40P01', '25006'];
/** As Node and the resolver say that nobody answers. */
const UNREACHABLE = [
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN',
  'EAI_AGAIN', 'ENOTFOUND', 'EADDRNOTAVAIL', 'EMFILE',
]; // biome-ignore format: a list of words
/** What `pg` and Kysely say without a code. */
const WORDS =
  /^(timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection terminated|Client (has encountered a connection error|was closed)|Cannot use a pool after|driver has already been destroyed|Postgres connection has been discarded)/;
/** SQLite: busy, locked, read-only, input or output failed, disk full, cannot be opened. The low byte is the kind. */
const SQLITE_KINDS = [5, 6, 8, 10, 13, 14];

/**
 * Whether a fault means that the database cannot be used at this moment: it is away, starts, stands still, is full.
 * Whoever asked is told to come back; nothing that was asked is known to be done.
 */
export const isOutage = (fault: unknown): boolean =>
  fault instanceof Error && (fault instanceof Outage || saysSo(fault) || isOutage(fault.cause));

function saysSo(fault: Error): boolean {
  const { code, errcode, syscall } = fault as { code?: unknown; errcode?: unknown; syscall?: unknown };
  if (code === 'ERR_SQLITE_ERROR') return SQLITE_KINDS.includes(Number(errcode) & 0xff);
  if (code === 'ERR_INVALID_STATE') return fault.message === 'database is not open';
  if (typeof code !== 'string') return WORDS.test(fault.message);
  if (UNREACHABLE.includes(code)) return true;
  // A server on a Unix socket that is gone leaves no file.
  if (code === 'ENOENT') return syscall === 'connect';
  return /^[0-9A-Z]{5}$/.test(code) && (CLASSES.includes(code.slice(0, 2)) || STATES.includes(code));
}

/** What is thrown where we notice it ourselves, or are told so by another part. */
export class Outage extends Error {
  override name = 'Outage';
}
