import type { Instant } from '../../../../kernel/index.ts';
import {
  type Banner,
  dateTime,
  type Html,
  html,
  linkButton,
  networkAddress,
  table,
  unbroken,
} from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import type { Visit } from '../visit.ts';

export interface SessionRow {
  uid: string;
  /** Browser and system in words. */
  browser: string;
  address: string | undefined;
  createdAt: Instant;
  lastSeenAt: Instant;
}

/** Where the person is signed in, each with the way to end it. */
export const sessionsPage = (
  visit: Pick<Visit, 'shell' | 'session'>,
  { sessions, notice }: { sessions: readonly SessionRow[]; notice: Banner | undefined },
): Html =>
  accountPage(visit, {
    section: 'sessions',
    title: 'Sessions',
    heading: 'Where you are signed in',
    intro: 'Ending a session signs you out there, and of every service that was opened in it.',
    notice,
    body: html`
      ${table({
        caption: 'Sessions, newest first',
        columns: ['Where', 'Since', 'Last seen', 'Change'],
        rows: sessions.map((session) => rowOf(visit, session)),
      })}
      ${
        sessions.length > 1 &&
        html`<div class="buttons">${linkButton({ href: '/account/sessions/end-others', text: 'End all other sessions', tone: 'quiet' })}</div>`
      }`,
  });

function rowOf({ session: current }: Pick<Visit, 'session'>, session: SessionRow) {
  const { uid, browser, address, createdAt, lastSeenAt } = session;
  const here = uid === current.uid;
  return [
    html`<strong>${browser}</strong>${here && html` ${unbroken('(this one)')}`}<br>${
      address === undefined ? 'from an address that is not known' : html`from ${networkAddress(address)}`
    }`,
    dateTime(createdAt),
    here ? 'now' : dateTime(lastSeenAt),
    here
      ? html`<a href="/sign-out">${unbroken('Sign out')}</a>`
      : html`<a href="/account/sessions/${encodeURIComponent(uid)}/end">End<span class="visually-hidden"> the session of ${browser}, since ${dateTime(createdAt)}</span></a>`,
  ];
}
