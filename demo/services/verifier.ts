import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';
import { checkCredentials } from './check-credentials.ts';
import type { ServiceDeps } from './service-deps.ts';

const credentials = z.object({ username: z.string().max(256), password: z.string().max(1024) });
const largestQuestion = 16 * 1024;

/**
 * The verifier: answers Master Account whether a username and password are right here. Nobody else is
 * answered, for this would be the place to guess passwords: the question must carry the signature of
 * Standard Webhooks, at most five minutes old.
 */
export function verifierRoutes({ database, secrets }: Pick<ServiceDeps, 'database' | 'secrets'>): Hono {
  const webhook = new Webhook(secrets.verifierSecret);
  const app = new Hono();
  app.post('/verify', bodyLimit({ maxSize: largestQuestion }), async (c) => {
    const body = await c.req.text();
    c.header('Cache-Control', 'no-store');
    if (!isSigned(webhook, body, c.req.header())) return c.json({ error: 'bad-signature' }, 401);
    const question = credentials.safeParse(parseJson(body));
    if (!question.success) return c.json({ error: 'bad-question' }, 400);
    return c.json(await checkCredentials(database, question.data));
  });
  return app;
}

function isSigned(webhook: Webhook, body: string, headers: Record<string, string>): boolean {
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
