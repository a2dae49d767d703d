import { listPasskeys, passkeysPossible } from '../../../../features/passkeys/index.ts';
import type { Html } from '../../../../ui/index.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Visit } from '../visit.ts';
import { passkeysPart } from './passkeys.page.ts';

/** The account's passkeys, for the page of Authentication; nothing where there are none and none can be made. */
export async function passkeysOf(
  { db, issuer }: Pick<AccountPagesDeps, 'db' | 'issuer'>,
  { account }: Pick<Visit, 'account'>,
): Promise<Html | undefined> {
  const passkeys = await listPasskeys(db, account.id);
  const mayAdd = passkeysPossible(issuer);
  return passkeys.length > 0 || mayAdd ? passkeysPart({ passkeys, mayAdd }) : undefined;
}
