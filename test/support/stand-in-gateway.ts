import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';

export interface Asked {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A server on this machine in the place of an SMS gateway: what it answers may be changed, what it was asked is kept. */
export async function standInGateway(t: Pick<TestContext, 'after'>) {
  const asked: Asked[] = [];
  const gateway = {
    answer: (response: ServerResponse, _: Asked): void => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"outcome":"accepted"}');
    },
  };
  const server = createServer(async (request, response) => {
    const question = { path: request.url ?? '', headers: request.headers, body: await text(request) };
    asked.push(question);
    gateway.answer(response, question);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  t.after(stop);
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  /** Answers everything from now on like this. */
  const answerWith = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    gateway.answer = (response) => {
      const written = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(written);
    };
  };
  return { url, asked, gateway, answerWith, stop };
}
