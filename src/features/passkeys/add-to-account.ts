import { type Clock, newId, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { NewPasskey, Passkey } from './passkey.ts';
import { insertPasskey, listPasskeys } from './passkeys.queries.ts';

/** More than anybody has devices for. */
const MOST = 20;

/**
 * Makes a checked passkey the account's, in the caller's transaction, which holds the account.
 * @param name in words; where there is one of that name, it gets a number
 */
export async function addToAccount(
  { db, clock }: { db: Db; clock: Clock },
  { accountId, made, name }: { accountId: string; made: NewPasskey; name: string },
): Promise<Result<Passkey, 'there-already' | 'too-many'>> {
  const present = await listPasskeys(db, accountId);
  if (present.length >= MOST) return refuse('too-many');
  const passkey: Passkey = {
    ...made,
    id: newId(),
    accountId,
    name: freeName(name, new Set(present.map((each) => each.name))),
    createdAt: clock.now(),
    lastUsedAt: undefined,
  };
  return (await insertPasskey(db, passkey)) ? ok(passkey) : refuse('there-already');
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2, free = name; ; number++) {
    if (!taken.has(free)) return free;
    free = `${name} (${number})`;
  }
}
