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
import { allowedPrefixes, behaviours } from './behaviours.ts';
import type { Text } from './texts.queries.ts';

interface TextList {
  texts: readonly Text[];
  /** The number that the list is narrowed to. */
  to: string | undefined;
  /** Whether the page looks again by itself. */
  following: boolean;
}

/** What was sent, newest first, and the numbers that something goes wrong with. */
export const textListPage = (list: TextList): Html =>
  demoPage({
    title: list.to === undefined ? 'Phone' : `Texts to ${list.to}`,
    intro: html`Every text message that this demo sends arrives here, newest first. None of them leaves this machine. Emails are in the <a href="/">mailbox</a>.`,
    body: html`
      <form class="site-search" method="get" action="/phone">
        ${field({ label: 'Only what was sent to', name: 'to', type: 'search', autocomplete: 'off', value: list.to ?? '' })}
        ${!list.following && hiddenField('follow', 'no')}
        ${button({ text: 'Show', tone: 'quiet' })}
      </form>
      ${list.texts.length > 0 ? textTable(list.texts) : nothingYet(list)}
      <p class="site-quiet">${followSwitch(list)}</p>
      <h2>Numbers that something goes wrong with</h2>
      <p>The last two digits of a number decide what becomes of a text. With all others it arrives.</p>
      ${behaviourTable()}
      <p class="site-quiet">Texts go only to numbers that begin with ${allowedPrefixes.join(', ')}, and to none that cost extra, such as +1-900-555-0100. Others are blocked before anything comes here.</p>`,
  });

const textTable = (texts: readonly Text[]): Html =>
  table({
    caption: 'Text messages, newest first',
    columns: ['To', 'Text', 'Sent', 'What became of it'],
    rows: texts.map((text) => [
      numberLink(text.to),
      lines(text.text),
      dateTime(text.receivedAt, 'second'),
      becameOf(text),
    ]),
  });

const numberLink = (to: string): Html =>
  html`<a href="/phone?${new URLSearchParams({ to }).toString()}"><code>${to}</code></a>`;

const lines = (text: string): Html => {
  const [first = '', ...rest] = text.split('\n').filter(Boolean);
  return html`${first}${rest.map((line) => html`<br>${line}`)}`;
};

const told: Record<string, string> = {
  delivered: 'Arrived',
  delayed: 'Takes its time',
  undeliverable: 'Could not be delivered',
  blocked: 'Was filtered by the carrier',
};

function becameOf({ answer, status }: Text): string {
  if (answer === 'refused') return 'Was refused at once';
  if (answer === 'not-now') return 'Was not taken: the gateway was busy';
  return (status !== null && told[status]) || 'On its way';
}

const behaviourTable = (): Html =>
  table({
    caption: 'Numbers that something goes wrong with',
    columns: ['Number', 'What becomes of a text'],
    rows: behaviours.map(({ ending, sentence }) => [html`<code>+1-555-555-01${ending}</code>`, sentence]),
  });

const nothingYet = ({ to }: TextList): Html =>
  to === undefined
    ? emptyState({ text: 'Nothing has arrived yet.' })
    : emptyState({
        text: `Nothing has arrived for ${to}.`,
        action: link({ href: '/phone', text: 'Show everything' }),
      });

function followSwitch({ to, following }: TextList): Html {
  const query = new URLSearchParams({ ...(to !== undefined && { to }), ...(following && { follow: 'no' }) });
  return following
    ? html`This page looks again every few seconds. <a href="/phone?${query.toString()}">Stop looking</a>`
    : html`<a href="/phone?${query.toString()}">Look again every few seconds</a>`;
}
