import { findAccountByEmail, normaliseEmail } from '../../features/accounts/index.ts';
import { eventKinds, type ListedEvent, listEvents, type Party } from '../../features/audit/index.ts';
import { type Clock, days, hours, type Instant, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { done, failed, type Said } from './operator-command.ts';
import { textTable } from './text-table.ts';

/** Options as the command line has them. */
export interface AuditListOptions {
  account?: string | undefined;
  since?: string | undefined;
  kind?: string | undefined;
  limit?: string | undefined;
  json?: boolean | undefined;
}

const LONGEST_LIST = 10_000;

/**
 * Runs `audit list`: what happened, newest first.
 * @throws with a sentence where an option cannot be understood
 */
export async function listAudit(
  { db, clock }: { db: Db; clock: Clock },
  { account, since, kind, limit = '50', json }: AuditListOptions,
): Promise<Said> {
  if (kind !== undefined && !(eventKinds as string[]).includes(kind))
    throw new Error(`There is no event "${kind}". Events: ${eventKinds.join(', ')}.`);
  const number = /^\d{1,5}$/.test(limit) ? Number(limit) : 0;
  if (number < 1 || number > LONGEST_LIST) throw new Error(`--limit is a number from 1 to ${LONGEST_LIST}.`);
  const from = since === undefined ? undefined : instantIn(since, clock.now());
  const party = account === undefined ? undefined : await partyIn(db, account);
  if (party === 'nobody') return failed(`Nobody has the address ${account}.`);
  const events = await listEvents(db, { party, what: kind, since: from, limit: number });
  if (json) return done(JSON.stringify(events.map(asJson), null, 2));
  return done(events.length === 0 ? 'Nothing was recorded.' : eventTable(events));
}

/** By address, or by the id that the audit has: the address of an account that is deleted is nobody's. */
async function partyIn(db: Db, account: string): Promise<Party> {
  if (/^account:[\w-]{1,64}$/.test(account)) return account as `account:${string}`;
  const email = normaliseEmail(account);
  if (!email.ok) throw new Error('--account is an email address, or account:ID as the list shows it.');
  const found = await findAccountByEmail(db, email.value);
  return found ? `account:${found.id}` : 'nobody';
}

const UNITS: Readonly<Record<string, (count: number) => number>> = { m: minutes, h: hours, d: days };

/** `90m`, `24h`, `7d`: so long ago; or a day or instant as ISO 8601 has it, in UTC where no zone is told. */
function instantIn(text: string, now: Instant): Instant {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const ago = UNITS[unit];
  if (count !== undefined && ago) return now - ago(Number(count));
  const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$/.test(text);
  const inZone = /T.*(Z|[+-]\d\d:\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`;
  const instant = isIso ? Date.parse(inZone) : Number.NaN;
  if (Number.isNaN(instant)) throw new Error('--since is 90m, 24h, 7d, 2026-05-04 or 2026-05-04T10:30.');
  return instant;
}

const iso = (instant: Instant): string => new Date(instant).toISOString();

const asJson = (event: ListedEvent) => {
  const { at, what, outcome, who, whom, serviceId, from, browser, reference, reason, operatingUser } = event;
  return {
    ...{ id: event.id, at: iso(at), what, outcome, who, whom, service: serviceId, from, browser, reference },
    ...{ reason, operatingUser, sequence: event.sequence },
  };
};

const eventTable = (events: readonly ListedEvent[]): string =>
  textTable(
    [
      { heading: 'When (UTC)', width: 19 },
      { heading: 'What', width: 27 },
      { heading: 'Outcome', width: 14 },
      { heading: 'Who', width: 30 },
      { heading: 'Whom', width: 30 },
      { heading: 'From, and what else is known', width: 160 },
    ],
    events.map((event) => [
      iso(event.at).slice(0, 19).replace('T', ' '),
      event.what,
      event.outcome,
      event.who,
      event.whom ?? '',
      restOf(event),
    ]),
  );

function restOf({ from, browser, serviceId, operatingUser, reason, reference }: ListedEvent): string {
  const user = operatingUser === null ? null : `user ${operatingUser}`;
  const page = reference === null ? null : `reference ${reference}`;
  return [from, browser, serviceId, user, reason && `“${reason}”`, page].filter(Boolean).join('; ');
}
