import { type IncomingHttpHeaders, request } from 'node:http';
import type { CookieJar } from './cookie-jar.ts';

export interface Answer {
  url: URL;
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Question {
  method: string;
  url: URL;
  body?: string | undefined;
  /** The page whose link or form led here; none where the address was typed. */
  from?: Answer | undefined;
  cookies: CookieJar;
}

/** One request with the headers that a browser sends, and its whole answer. */
export function ask({ method, url, body, from, cookies }: Question): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request(url, {
    method,
    agent: false,
    headers: headersOf({ method, url, body, from, cookies }),
  });
  sent.once('error', reject);
  sent.once('response', (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
    });
    response.once('error', reject);
    response.once('end', () => {
      for (const header of response.headers['set-cookie'] ?? []) cookies.take(header, url);
      resolve({ url, status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
  });
  sent.end(body);
  return promise;
}

function headersOf({ method, url, body, from, cookies }: Question): Record<string, string> {
  const cookie = cookies.headerFor(url);
  return {
    accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
    'accept-language': 'en',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Journey/1.0',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
    'sec-fetch-site': siteOf(url, from?.url),
    'sec-fetch-user': '?1',
    ...(cookie && { cookie }),
    ...(method === 'POST' && { origin: originOf(from) }),
    ...(body !== undefined && {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
    }),
  };
}

/** Browsers hide the origin of a form whose page asks for no referrer to be sent. */
function originOf(from: Answer | undefined): string {
  if (!from || from.headers['referrer-policy'] === 'no-referrer') return 'null';
  return from.url.origin;
}

function siteOf(url: URL, from: URL | undefined): string {
  if (!from) return 'none';
  if (from.origin === url.origin) return 'same-origin';
  return from.hostname === url.hostname ? 'same-site' : 'cross-site';
}
