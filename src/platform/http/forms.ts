import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { equalSecrets } from '../sealing/index.ts';
import type { PageContext, PageEnv } from './page-env.ts';

/** The fields of a posted form: one string each, absent where it was not sent. */
export type Form = Readonly<Record<string, string | undefined>>;

/** Far above any honest form of ours, far below what would hurt. Bytes. */
export const FORM_LIMIT = 32 * 1024;

/** The form came from another site, or from a page of a browser whose cookie is gone. */
export class ForeignForm extends Error {
  override name = 'ForeignForm';
}

const read = new WeakMap<Request, Form>();

/** The posted form. Of a field that was sent twice the first value counts; `email[]` is not `email`. */
export function readForm(c: PageContext): Form {
  const form = read.get(c.req.raw);
  if (!form) throw new Error('readForm needs guardForms before it.');
  return form;
}

/** Field names of what is not written into a page again. */
const SECRET = /password|^token$|^code$|^csrf$/i;

/** What was typed into the form that a request has brought, for a page that lets it be sent again; no secrets. */
export function typedInto(c: PageContext): { csrf?: string; typed: [name: string, value: string][] } {
  const form = read.get(c.req.raw);
  const typed = Object.entries(form ?? {}).filter(
    (field): field is [string, string] => !SECRET.test(field[0]),
  );
  return form ? { csrf: c.get('csrf'), typed } : { typed };
}

/**
 * Lets a POST through only when our own page in this browser sent it: by its origin where the browser
 * tells it, and by the hidden field `csrf` always.
 * @throws ForeignForm; HTTPException 400, 405, 413 or 415
 */
export function guardForms(issuer: string): MiddlewareHandler<PageEnv> {
  const origin = new URL(issuer).origin;
  const limited = bodyLimit({
    maxSize: FORM_LIMIT,
    onError: () => {
      throw new HTTPException(413);
    },
  });
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    if (c.req.method !== 'POST') throw new HTTPException(405);
    if (!sentByOurPage(c.req.raw.headers, origin)) throw new ForeignForm();
    return limited(c, async () => {
      const form = await parseForm(c.req.raw);
      if (!c.get('browserIsKnown') || !equalSecrets(form['csrf'] ?? '', c.get('csrf')))
        throw new ForeignForm();
      read.set(c.req.raw, form);
      await next();
    });
  };
}

function sentByOurPage(headers: Headers, ours: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = headers.get('origin');
  return origin === null || origin === ours;
}

async function parseForm(request: Request): Promise<Form> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) throw new HTTPException(415);
  const form: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(await request.text())) {
    // Nobody types a NUL, and PostgreSQL does not store one.
    if (value.includes('\0')) throw new HTTPException(400);
    form[name] ??= value;
  }
  return form;
}
