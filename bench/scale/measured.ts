// What the simulation starts from. Seconds, on one of the two shared cores of the bench, unless said otherwise.

/** Statements that write, from the authorization request to the tokens, by a browser that is new (writes.test.ts). */
export const WRITES = { signIn: 26, hop: 2 };

/** Of these, budgets that are counted: five of the sign-in, two of its notice. */
export const OF_BUDGETS = { signIn: 7, hop: 0 };

/** Measured (README.md, bench): argon2id with 19 MiB and 2 passes, alone on a core. */
export const HASH = 0.047;
/** Measured: 261 single sign-ons a second with 16 at once, of which the event loop is the bound. */
export const HOP = 1 / 261;
/** Derived, not measured alone: 32 sign-ins a second on two cores that hash and answer, and load them. */
export const SIGN_IN = 2 / 32 - HASH;
export const MEASURED = { hopsPerSecond: 261, signInsPerSecond: 32 };

/** Assumed: one flush of the write-ahead log of a server's disk. */
export const FLUSH = 0.001;
/** Assumed: processor time of the database for one statement, its share of the commit in it. */
export const STATEMENT = 0.00015;
/** Statements that read, at a sign-in and a hop, counted in a trace of each. */
export const READS = { signIn: 35, hop: 9 };

/** Measured: bytes of an account with its indexes on PostgreSQL, 20,000 seeded (row-sizes.ts). */
export const BYTES = {
  auditEvents: 3632,
  links: 1009,
  messages: 761,
  devices: 407,
  accounts: 258,
  passwords: 244,
  pins: 147,
  sessions: 85,
};
