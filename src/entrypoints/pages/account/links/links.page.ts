import type { Instant } from '../../../../kernel/index.ts';
import { type Banner, dateTime, type Html, html, type Part, table, unbroken } from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import type { Visit } from '../visit.ts';

export interface LinkRow {
  /** The service's. */
  id: string;
  name: string;
  link:
    | { username: string; displayName: string | null; createdAt: Instant; lastUsedAt: Instant | null }
    | undefined;
}

/** Every service with its link, and the way to add or remove it. */
export const linksPage = (
  visit: Pick<Visit, 'shell'>,
  { rows, notice }: { rows: readonly LinkRow[]; notice: Banner | undefined },
): Html =>
  accountPage(visit, {
    section: 'links',
    title: 'Account Linking',
    intro: 'A service that is linked opens without asking for its own username and password.',
    notice,
    body: table({
      caption: 'Services, and the accounts that are linked',
      columns: ['Service', 'Linked as', 'Since', 'Last used', 'Change'],
      rows: rows.map(rowOf),
    }),
  });

function rowOf({ id, name, link }: LinkRow): Part[] {
  const action = (to: 'add' | 'remove', verb: string) =>
    html`<a href="/account/links/${id}/${to}">${unbroken(verb)}<span class="visually-hidden"> ${name}</span></a>`;
  if (!link) return [html`<strong>${name}</strong>`, 'Not linked', '', '', action('add', 'Add')];
  const { username, displayName, createdAt, lastUsedAt } = link;
  return [
    html`<strong>${name}</strong>`,
    displayName === null || displayName === username
      ? username
      : html`<bdi>${username}</bdi> (<bdi>${displayName}</bdi>)`,
    dateTime(createdAt),
    lastUsedAt === null ? 'Not yet' : dateTime(lastUsedAt),
    action('remove', 'Remove'),
  ];
}
