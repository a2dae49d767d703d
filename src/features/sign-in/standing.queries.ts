import type { Instant } from '../../kernel/index.ts';
import { type Db, keepQuery } from '../../platform/database/index.ts';
import type { Account } from '../accounts/index.ts';

/** Everything about an account that decides on the next step towards a service. */
export interface AccountStanding {
  account: Account;
  password: { setAt: Instant; expiresAt: Instant | null } | undefined;
  link:
    | { id: string; serviceAccountId: string; username: string; secondFactorRequiredAt: Instant | null }
    | undefined;
  /** It has a second factor, of whichever kind. */
  enrolled: boolean;
  toBeDeleted: boolean;
}

/** Whose standing: one account's, or that of whoever has the address (normalised). */
export type Whose = { accountId: string } | { email: string };

/**
 * One reading of what five tables say: it is asked at every step and every sign-on, and all of it is as it was at the
 * same moment.
 */
export async function findStanding(
  db: Db,
  whose: Whose,
  serviceId: string,
): Promise<AccountStanding | undefined> {
  const { rows } =
    'email' in whose
      ? await byEmail(db, { value: whose.email, serviceId })
      : await byId(db, { value: whose.accountId, serviceId });
  return rows[0] && standingOf(rows[0]);
}

const by = (column: 'accounts.id' | 'accounts.email') =>
  keepQuery((db, { value, serviceId }: { value: string; serviceId: string }) =>
    db
      .selectFrom('accounts')
      .leftJoin('passwords', 'passwords.accountId', 'accounts.id')
      .leftJoin('links', (join) =>
        join.onRef('links.accountId', '=', 'accounts.id').on('links.serviceId', '=', serviceId),
      )
      .leftJoin('totpEnrolments', 'totpEnrolments.accountId', 'accounts.id')
      .leftJoin('accountDeletions', 'accountDeletions.accountId', 'accounts.id')
      .selectAll('accounts')
      .select([
        'passwords.setAt as passwordSetAt',
        'passwords.expiresAt as passwordExpiresAt',
        'links.id as linkId',
        'links.serviceAccountId',
        'links.username',
        'links.secondFactorRequiredAt',
        'totpEnrolments.accountId as totpOf',
        'accountDeletions.accountId as deletionOf',
      ])
      .select((row) =>
        row
          .selectFrom('passkeys')
          .select('passkeys.accountId')
          .whereRef('passkeys.accountId', '=', 'accounts.id')
          .limit(1)
          .as('passkeyOf'),
      )
      .where(column, '=', value),
  );

const byId = by('accounts.id');
const byEmail = by('accounts.email');

type Row = Awaited<ReturnType<typeof byId>>['rows'][number];

function standingOf({
  passwordSetAt,
  passwordExpiresAt,
  linkId,
  serviceAccountId,
  username,
  secondFactorRequiredAt,
  totpOf,
  passkeyOf,
  deletionOf,
  ...account
}: Row): AccountStanding {
  return {
    account,
    password: passwordSetAt === null ? undefined : { setAt: passwordSetAt, expiresAt: passwordExpiresAt },
    link:
      linkId === null || serviceAccountId === null || username === null
        ? undefined
        : { id: linkId, serviceAccountId, username, secondFactorRequiredAt },
    enrolled: totpOf !== null || passkeyOf !== null,
    toBeDeleted: deletionOf !== null,
  };
}
