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
  const form = ctx.is('application/x-www-form-urlencoded') ? await readForm(ctx.req) : undefined;
  if (form === undefined) {
    ctx.status = 413;
    return;
  }
  ctx.status = 303;
  ctx.redirect(`${AUTHORIZE_PATH}?${form}`);
};

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LIMIT) return undefined;
  }
  return new URLSearchParams(text);
}
