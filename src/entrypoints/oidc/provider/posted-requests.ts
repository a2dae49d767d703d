import type { IncomingMessage } from 'node:http';
import { AUTHORIZE_PATH, type Middleware } from './middleware.ts';

/** As much as an address may hold. Bytes. */
const LIMIT = 8 * 1024;

/**
 * An authorization request may be posted as a form (OpenID Connect Core, section 3.1.2.1). Browsers leave
 * the session's cookie out of what another site posts, so it becomes a GET, which brings it along.
 */
export const postedRequests: Middleware = async (ctx, next) => {
  if (ctx.method !== 'POST' || ctx.path !== AUTHORIZE_PATH) return next();
  if (!ctx.is('application/x-www-form-urlencoded')) {
    ctx.status = 415;
    return;
  }
  const form = await readForm(ctx.req);
  if (form === undefined) {
    ctx.status = 413;
    return;
  }
  ctx.status = 303;
  ctx.redirect(`${AUTHORIZE_PATH}?${form}`);
};

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LIMIT) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
