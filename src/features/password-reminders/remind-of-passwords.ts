import { type Clock, days } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { holdAccount } from '../accounts/index.ts';
import { recordMessage } from '../messages/index.ts';
import {
  claimReminder,
  deleteReminders,
  type EndingPassword,
  findOwnerOfEnding,
  listUnreminded,
} from './password-reminders.queries.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal'>;
  issuer: string;
}

/** So many days before the end, each until the next one. */
const STRETCHES = [
  { days: 14, down: 7 },
  { days: 7, down: 1 },
  { days: 1, down: 0 },
];

/** In one go; the rest has its turn ten minutes later, so that a long stop is not followed by a storm. */
const AT_ONCE = 200;

/**
 * Mails everybody whose password ends soon: once for each of the days, whichever node is first. What was missed
 * while nothing ran is not made up for: only the stretch that holds now counts. Whoever has chosen a near day
 * only just is not reminded of the days before.
 */
export async function remindOfPasswords(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  for (const stretch of STRETCHES) {
    const ending = await listUnreminded(
      deps.db,
      {
        days: stretch.days,
        after: now + days(stretch.down),
        until: now + days(stretch.days),
        setBeforeEnd: days(stretch.days),
      },
      AT_ONCE,
    );
    for (const password of ending) await remind(deps, password, stretch.days);
  }
  await deleteReminders(deps.db, now);
}

/**
 * One mail, unless another node was first, or the password has another end by now: a change of it takes hold of the
 * account too, so it comes before or after this.
 */
export const remind = (
  { db, clock, sealing, issuer }: Deps,
  { accountId, endsAt }: Pick<EndingPassword, 'accountId' | 'endsAt'>,
  daysBefore: number,
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    if (!(await holdAccount(trx, accountId))) return;
    const owner = await findOwnerOfEnding(trx, { accountId, endsAt });
    if (!owner) return;
    if (!(await claimReminder(trx, { accountId, endsAt, days: daysBefore }))) return;
    const left = Math.max(1, Math.ceil((endsAt - clock.now()) / days(1)));
    const { email, firstName } = owner;
    await recordMessage(
      { db: trx, clock, sealing },
      {
        kind: 'password-ends',
        to: email,
        about: `account:${accountId}`,
        fields: { firstName, endsAt, days: left, link: `${issuer}/account/authentication` },
      },
    );
  });
