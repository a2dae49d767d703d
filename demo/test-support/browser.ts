import type { Hono } from 'hono';

/** Keeps cookies like a browser that has only ever been to `localhost`: ports do not part them. */
export class Browser {
  readonly cookies = new Map<string, string>();

  get(app: Hono, path: string): Promise<Response> {
    return this.#send(app, path, { method: 'GET' });
  }

  post(app: Hono, path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
    return this.#send(app, path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  async #send(
    app: Hono,
    path: string,
    request: { method: string; body?: URLSearchParams; headers?: Record<string, string> },
  ) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(path, { ...request, headers: { ...request.headers, Cookie: cookie } });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/max-age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
