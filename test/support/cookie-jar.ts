import type { Clock } from '../../src/kernel/index.ts';

interface Cookie {
  name: string;
  value: string;
  host: string;
  path: string;
  secure: boolean;
  /** Undefined for one that is forgotten when the browser closes. */
  expiresAt: number | undefined;
}

/** Cookies as browsers keep them: by host and path, and not by port. */
export class CookieJar {
  #cookies: Cookie[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes in one `Set-Cookie` header that `url` answered with. */
  take(header: string, url: URL): void {
    const cookie = parsed(header, url, this.#clock.now());
    this.#cookies = this.#cookies.filter(
      (known) => known.name !== cookie.name || known.host !== cookie.host || known.path !== cookie.path,
    );
    this.#cookies.push(cookie);
  }

  /** The `Cookie` header for a request to `url`. */
  headerFor(url: URL): string {
    return this.#cookies
      .filter((cookie) => cookie.host === url.hostname && covers(cookie.path, url.pathname))
      .filter((cookie) => !cookie.secure || url.protocol === 'https:' || url.hostname === 'localhost')
      .filter((cookie) => cookie.expiresAt === undefined || cookie.expiresAt > this.#clock.now())
      .sort((a, b) => b.path.length - a.path.length)
      .map((cookie) => `${cookie.name}=${cookie.value}`)
      .join('; ');
  }

  get names(): string[] {
    return this.#cookies.map((cookie) => cookie.name);
  }

  /** Closing the browser forgets the cookies that have no time of their own. */
  closeBrowser(): void {
    this.#cookies = this.#cookies.filter((cookie) => cookie.expiresAt !== undefined);
  }

  forget(wanted: RegExp = /./): void {
    this.#cookies = this.#cookies.filter((cookie) => !wanted.test(cookie.name));
  }
}

function parsed(header: string, url: URL, now: number): Cookie {
  const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
  const [name = '', ...value] = pair.split('=');
  const given = new Map(
    attributes.map((each) => {
      const [key = '', ...rest] = each.split('=');
      return [key.toLowerCase(), rest.join('=')];
    }),
  );
  const maxAge = given.get('max-age');
  const expires = given.get('expires');
  const expiresAt = maxAge ? now + Number(maxAge) * 1000 : expires ? Date.parse(expires) : undefined;
  const path = given.get('path') || url.pathname.replace(/\/[^/]*$/, '') || '/';
  return { name, value: value.join('='), host: url.hostname, path, secure: given.has('secure'), expiresAt };
}

const covers = (cookiePath: string, path: string): boolean =>
  path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
