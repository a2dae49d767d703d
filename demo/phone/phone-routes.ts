import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type AnswerDeps, answerCall } from './answer-call.ts';
import { textListPage } from './text-list.page.ts';
import { listTexts, type Text } from './texts.queries.ts';

const largestCall = 16 * 1024;
const largestAnswer = 500;
const secondsBetweenLooks = 5;

/** The phone's page, its JSON for scripts and tests, and the gateway that Master Account calls. */
export function phoneRoutes(deps: AnswerDeps): Hono {
  const { database } = deps;
  const app = new Hono();

  app.get('/phone', (c) => {
    const to = numberIn(c.req.query('to'));
    const following = c.req.query('follow') !== 'no';
    if (following) c.header('Refresh', `${secondsBetweenLooks}`);
    return c.html(textListPage({ texts: listTexts(database, { to, limit: 100 }), to, following }));
  });

  app.get('/api/texts', (c) => {
    const limit = Math.min(Number(c.req.query('limit')) || 100, largestAnswer);
    return c.json(listTexts(database, { to: numberIn(c.req.query('to')), limit }).map(answerOf));
  });

  app.post('/phone/gateway', bodyLimit({ maxSize: largestCall }), async (c) => {
    const { status, body } = answerCall(deps, await c.req.text(), c.req.header());
    if (status === 503) c.header('Retry-After', '5');
    return c.json(body, status);
  });

  return app;
}

/** In an address a plus sign stands for a space; people type one into it all the same. */
function numberIn(typed: string | undefined): string | undefined {
  const number = typed?.replace(/^ /, '+').replace(/[\s().-]/g, '');
  return number || undefined;
}

/** What scripts see: whose callbacks those are is nothing for them. */
const answerOf = ({ id, to, text, answer, status, receivedAt }: Text) => ({
  id,
  to,
  text,
  answer,
  status,
  receivedAt,
});
