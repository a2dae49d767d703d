import type { DatabaseSync } from 'node:sqlite';
import { Hono } from 'hono';
import { pageHeaders } from '../browser-protection.ts';
import { demoLook, siteAssets } from '../pages/layout.ts';
import { serveAssets } from '../serve-assets.ts';
import { messagePage } from './message.page.ts';
import { messageBody, messageBodyPolicy } from './message-body.ts';
import { messageListPage } from './message-list.page.ts';
import { findMessage, listMessages, type Message } from './messages.queries.ts';
import { noMessagePage } from './no-message.page.ts';

const largestAnswer = 500;
const secondsBetweenLooks = 5;

/** The mailbox's pages, and its JSON for scripts and tests. */
export function mailboxRoutes(
  { database }: { database: DatabaseSync },
  { smtpPort }: { smtpPort: number },
): Hono {
  const app = new Hono();
  app.route('/', serveAssets(siteAssets(demoLook)));
  app.use(pageHeaders({ framesItself: true }));

  app.get('/', (c) => {
    const to = c.req.query('to')?.trim() || undefined;
    const following = c.req.query('follow') !== 'no';
    if (following) c.header('Refresh', `${secondsBetweenLooks}`);
    const messages = listMessages(database, { to, limit: 100 });
    return c.html(messageListPage({ messages, to, following, smtpPort }));
  });

  app.get('/messages/:id{[0-9]+}', (c) => {
    const message = findMessage(database, Number(c.req.param('id')));
    return message ? c.html(messagePage(message)) : c.html(noMessagePage(), 404);
  });

  app.get('/messages/:id{[0-9]+}/body', (c) => {
    const message = findMessage(database, Number(c.req.param('id')));
    if (!message?.html) return c.html(noMessagePage(), 404);
    c.header('Content-Security-Policy', messageBodyPolicy);
    return c.html(messageBody(message.html));
  });

  app.get('/api/messages', (c) => {
    const limit = Math.min(Number(c.req.query('limit')) || 100, largestAnswer);
    return c.json(listMessages(database, { to: c.req.query('to'), limit }).map(answerOf));
  });

  app.notFound((c) => c.html(noMessagePage(), 404));
  return app;
}

/** Headers by lower-case name; of a repeated one the first counts, as it does to a mail program. */
const answerOf = ({ headers, ...message }: Message) => ({
  ...message,
  headers: Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value]).reverse()),
});
