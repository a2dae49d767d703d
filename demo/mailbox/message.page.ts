import { dateTime, definitionList, details, type Html, html } from '../../src/ui/index.ts';
import { codeBlock } from '../pages/code-block.ts';
import { demoPage } from '../pages/layout.ts';
import { frameSandbox } from './message-body.ts';
import type { Message } from './messages.queries.ts';

/** One message: as its HTML looks, as plain text, and with every header. */
export const messagePage = (message: Message): Html =>
  demoPage({
    title: message.subject || 'No subject',
    back: { href: '/', text: 'All mail' },
    body: html`
      ${definitionList([
        { term: 'From', detail: message.from },
        {
          term: 'To',
          detail: html`<a href="/?${new URLSearchParams({ to: message.to }).toString()}">${message.to}</a>`,
        },
        { term: 'Received', detail: dateTime(message.receivedAt, 'second') },
      ])}
      ${message.html && framed(message)}
      <h2>As plain text</h2>
      ${codeBlock(withLinks(message.text))}
      ${details({
        summary: `All ${message.headers.length} headers`,
        body: definitionList(message.headers.map(({ name, value }) => ({ term: name, detail: value }))),
      })}`,
  });

const framed = ({ id }: Message): Html => html`
      <h2>As it looks</h2>
      <iframe class="site-frame" title="The message as it looks" sandbox="${frameSandbox}" src="/messages/${id}/body"></iframe>`;

/** Makes web addresses clickable; each piece is escaped by the template. */
const withLinks = (text: string): Html[] =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((piece, index) =>
      index % 2 === 1
        ? html`<a href="${piece}" target="_blank" rel="noopener noreferrer">${piece}</a>`
        : html`${piece}`,
    );
