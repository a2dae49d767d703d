// What a browser and the service behind it do: signing in from nothing, and signing on with a session.
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { type Answer, Connection } from './connection.ts';

/** A server under load: Master Account, or another provider with the same addresses. */
export interface Target {
  origin: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** Everybody's. */
  password: string;
  /** Another product's addresses, where an address and a password that are posted to `signIn` give a session. */
  paths?: { signIn: string; authorize: string; token: string };
}

/** The server was too busy, and said so before it began. */
export class TurnedAway extends Error {
  readonly retryAfter: string | undefined;
  /** Milliseconds from the request to the refusal. */
  readonly within: number;
  constructor(retryAfter: string | undefined, within: number) {
    super('The server was too busy.');
    this.retryAfter = retryAfter;
    this.within = within;
  }
}

const VERIFIER = randomBytes(32).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** An address of its own for each visitor: budgets are counted by network. */
const someAddress = (): string =>
  [randomInt(11, 126), randomInt(256), randomInt(256), randomInt(1, 255)].join('.');

export class Visitor {
  readonly #target: Target;
  readonly #connection: Connection;
  readonly #cookies = new Map<string, string>();
  readonly #address = someAddress();

  constructor(target: Target, connection = new Connection(target.origin)) {
    this.#target = target;
    this.#connection = connection;
  }

  /** From the service over email and password back into it. @throws TurnedAway */
  async signIn(email: string): Promise<void> {
    if (this.#target.paths) return this.#signInAtOnce(this.#target.paths.signIn, email);
    let answer = await this.#follow(await this.#authorize());
    for (const fields of [{ email }, { password: this.#target.password }]) {
      // The in-memory store asks for nothing.
      if (this.#isBack(answer)) break;
      const csrf = /name="csrf" value="([^"]*)"/.exec(answer.body)?.[1] ?? '';
      const action = /<form class="form" method="post" action="([^"]*)"/.exec(answer.body)?.[1];
      if (!action) throw new Error(`A form was expected: ${answer.status} ${titleOf(answer)}`);
      answer = await this.#follow(await this.#post(action, { csrf, ...fields }));
    }
    // The page after the last form goes on by itself.
    const onwards = /http-equiv="refresh" content="0; url=([^"]*)"/.exec(answer.body)?.[1];
    if (onwards) answer = await this.#follow(await this.#get(onwards.replaceAll('&amp;', '&')));
    await this.#redeem(answer);
  }

  async #signInAtOnce(path: string, email: string): Promise<void> {
    const { status, body } = await this.#post(path, { email, password: this.#target.password });
    if (status !== 200) throw new Error(`A session was expected: ${status} ${body}`);
    await this.hop();
  }

  /** From the service and back into it, with no page in between. */
  async hop(): Promise<void> {
    await this.#redeem(await this.#authorize());
  }

  async get(path: string): Promise<void> {
    const { status } = await this.#get(path);
    if (status !== 200) throw new Error(`${path} was answered ${status}.`);
  }

  /** Signs in with offline access. @returns a refresh token */
  async refresh(token: string): Promise<string> {
    const answer = await this.#token({ grant_type: 'refresh_token', refresh_token: token });
    return JSON.parse(answer.body).refresh_token;
  }

  /** @returns the first refresh token of a visitor who has a session */
  async offline(): Promise<string> {
    const answer = await this.#authorize('openid email offline_access');
    return JSON.parse((await this.#redeem(answer)).body).refresh_token;
  }

  close(): void {
    this.#connection.close();
  }

  #authorize(scope = 'openid email profile'): Promise<Answer> {
    const { clientId, redirectUri, paths } = this.#target;
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope,
      state: randomBytes(12).toString('base64url'),
      nonce: randomBytes(12).toString('base64url'),
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    });
    return this.#get(`${paths?.authorize ?? '/oidc/authorize'}?${query}`);
  }

  #isBack({ headers }: Answer): boolean {
    return headers.get('location')?.startsWith(this.#target.redirectUri) ?? false;
  }

  async #redeem(answer: Answer): Promise<Answer> {
    const location = answer.headers.get('location') ?? '';
    const code = this.#isBack(answer) && new URL(location).searchParams.get('code');
    if (!code) throw new Error(`A code was expected: ${answer.status} ${location || titleOf(answer)}`);
    return this.#token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.#target.redirectUri,
      code_verifier: VERIFIER,
    });
  }

  /** As the service does, without the browser's cookies. */
  async #token(fields: Record<string, string>): Promise<Answer> {
    const { clientId, clientSecret, paths } = this.#target;
    const answer = await this.#connection.ask({
      method: 'POST',
      path: paths?.token ?? '/oidc/token',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams(fields).toString(),
    });
    if (answer.status !== 200) throw new Error(`Tokens were expected: ${answer.status} ${answer.body}`);
    return answer;
  }

  /** Redirects, as long as they stay with the server. */
  async #follow(answer: Answer): Promise<Answer> {
    let current = answer;
    for (;;) {
      const location = current.headers.get('location');
      if (location === undefined || this.#isBack(current)) return current;
      current = await this.#get(location);
    }
  }

  async #get(address: string): Promise<Answer> {
    return this.#keep(await this.#connection.ask({ path: pathOf(address), headers: this.#headers() }));
  }

  async #post(path: string, fields: Record<string, string>): Promise<Answer> {
    const sentAt = performance.now();
    const answer = await this.#connection.ask({
      method: 'POST',
      path,
      headers: { ...this.#headers(), origin: this.#target.origin },
      body: new URLSearchParams(fields).toString(),
    });
    if (answer.status === 503) {
      throw new TurnedAway(answer.headers.get('retry-after'), performance.now() - sentAt);
    }
    return this.#keep(answer);
  }

  #headers(): Record<string, string> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { 'x-forwarded-for': this.#address, 'user-agent': 'bench', ...(cookie && { cookie }) };
  }

  #keep(answer: Answer): Answer {
    for (const line of answer.setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }
}

const pathOf = (address: string): string => {
  if (address.startsWith('/')) return address;
  const { pathname, search } = new URL(address);
  return pathname + search;
};

const titleOf = ({ body }: Answer): string => /<title>([^<]*)/.exec(body)?.[1] ?? body.slice(0, 200);
