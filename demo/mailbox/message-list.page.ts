import {
  button,
  dateTime,
  emptyState,
  field,
  type Html,
  hiddenField,
  html,
  link,
  table,
} from '../../src/ui/index.ts';
import { demoPage } from '../pages/layout.ts';
import type { Message } from './messages.queries.ts';

interface MessageList {
  messages: readonly Message[];
  /** The address that the list is narrowed to. */
  to: string | undefined;
  /** Whether the page looks again by itself. */
  following: boolean;
  smtpPort: number;
}

/** What arrived, newest first. */
export const messageListPage = (list: MessageList): Html =>
  demoPage({
    title: list.to === undefined ? 'Mailbox' : `Mail to ${list.to}`,
    intro: html`Every email that this demo sends arrives here, newest first. None of them leaves this machine. Text messages are on the <a href="/phone">phone</a>.`,
    body: html`
      <form class="site-search" method="get" action="/">
        ${field({ label: 'Only what was sent to', name: 'to', type: 'search', autocomplete: 'off', value: list.to ?? '' })}
        ${!list.following && hiddenField('follow', 'no')}
        ${button({ text: 'Show', tone: 'quiet' })}
      </form>
      ${list.messages.length > 0 ? messageTable(list.messages) : nothingYet(list)}
      <p class="site-quiet">${followSwitch(list)}</p>`,
  });

const messageTable = (messages: readonly Message[]): Html =>
  table({
    caption: 'Messages, newest first',
    columns: ['Subject', 'To', 'Received'],
    rows: messages.map(({ id, subject, to, receivedAt }) => [
      html`<a href="/messages/${id}">${subject || 'No subject'}</a>`,
      to,
      dateTime(receivedAt, 'second'),
    ]),
  });

const nothingYet = ({ to, smtpPort }: MessageList): Html =>
  to === undefined
    ? emptyState({ text: `Nothing has arrived yet. Mail sent to localhost, port ${smtpPort}, shows here.` })
    : emptyState({
        text: `Nothing has arrived for ${to}.`,
        action: link({ href: '/', text: 'Show everything' }),
      });

function followSwitch({ to, following }: MessageList): Html {
  const query = new URLSearchParams({ ...(to !== undefined && { to }), ...(following && { follow: 'no' }) });
  return following
    ? html`This page looks again every few seconds. <a href="/?${query.toString()}">Stop looking</a>`
    : html`<a href="/?${query.toString()}">Look again every few seconds</a>`;
}
