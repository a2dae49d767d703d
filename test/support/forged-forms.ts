// Requests that no form of ours would send.
import { type IncomingHttpHeaders, request } from 'node:http';
import type { Browser } from './browser.ts';
import type { World } from './world.ts';

export interface Post {
  path: string;
  fields: Record<string, string>;
  headers?: Record<string, string>;
  method?: string;
}

export interface Forged {
  status: number;
  location: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** One request that no form of ours would send, with the cookies and the hidden fields of a browser. */
export function forge(
  world: Pick<World, 'issuer'>,
  browser: Browser,
  { path, fields, headers = {}, method = 'POST' }: Post,
): Promise<Forged> {
  const url = new URL(path, world.issuer);
  const registration = browser.valueOf('registration');
  const hidden = { csrf: browser.valueOf('csrf') ?? '', ...(registration !== undefined && { registration }) };
  const body = new URLSearchParams({ ...hidden, ...fields }).toString();
  const { promise, resolve, reject } = Promise.withResolvers<Forged>();
  const type = {
    'content-type': 'application/x-www-form-urlencoded',
    cookie: browser.cookies.headerFor(url),
  };
  const sent = request(url, { method, headers: { ...type, ...headers } }, (response) => {
    let text = '';
    response.on('data', (chunk) => {
      text += chunk;
    });
    response.on('end', () => {
      const { statusCode: status = 0, headers } = response;
      resolve({ status, location: headers.location, headers, body: text });
    });
  });
  sent.on('error', reject);
  sent.end(method === 'POST' ? body : undefined);
  return promise;
}
