import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  /** Lower-case names; the last one where a header comes more than once. */
  headers: Map<string, string>;
  setCookies: string[];
  body: string;
}

export interface Call {
  method?: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(fault: Error): void;
}

const HEAD_END = '\r\n\r\n';

/**
 * One kept-alive connection, one request after the other, and no more of HTTP than the bench needs: what the load
 * costs is taken from the server on the same machine, so it is made to cost little.
 */
export class Connection {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | undefined;
  #received = '';
  #waiting: Waiting | undefined;

  constructor(origin: string) {
    const { hostname, port } = new URL(origin);
    this.#host = hostname;
    this.#port = Number(port);
  }

  /** A connection that the server has just closed, because it was idle for long, is replaced: browsers do so too. */
  async ask(call: Call): Promise<Answer> {
    if (!this.#socket) return this.#send(call);
    return this.#send(call).catch(() => this.#send(call));
  }

  #send({ method = 'GET', path, headers = {}, body }: Call): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting = { resolve, reject };
    let head = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}:${this.#port}\r\n`;
    for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
    if (body !== undefined) {
      head += `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    }
    this.#socket ??= this.#open();
    this.#socket.write(`${head}\r\n${body ?? ''}`);
    return promise;
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }

  #open(): Socket {
    const socket = connect({ host: this.#host === 'localhost' ? '127.0.0.1' : this.#host, port: this.#port });
    socket.setNoDelay(true);
    // Bytes as characters: lengths count, and every page of ours that is searched is looked at for plain letters.
    socket.setEncoding('latin1');
    socket.on('data', (text: unknown) => this.#take(text as string));
    const gone = (fault?: Error) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#received = '';
      this.#waiting?.reject(fault instanceof Error ? fault : new Error('The server closed the connection.'));
      this.#waiting = undefined;
    };
    socket.on('error', gone);
    socket.on('close', () => gone());
    return socket;
  }

  #take(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf(HEAD_END);
    if (end === -1) return;
    const head = headOf(this.#received.slice(0, end));
    const body = bodyOf(head, this.#received.slice(end + HEAD_END.length));
    if (body === undefined) return;
    this.#received = '';
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (head.headers.get('connection') === 'close') this.close();
    waiting?.resolve({ ...head, body });
  }
}

function headOf(text: string): Omit<Answer, 'body'> {
  const [first = '', ...lines] = text.split('\r\n');
  const headers = new Map<string, string>();
  const setCookies: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'set-cookie') setCookies.push(value);
    else headers.set(name, value);
  }
  return { status: Number(first.slice(9, 12)), headers, setCookies };
}

/** Undefined as long as there is more to come. */
function bodyOf({ status, headers }: Omit<Answer, 'body'>, text: string): string | undefined {
  if (status === 204 || status === 304) return '';
  if (headers.get('transfer-encoding') === 'chunked') return unchunked(text);
  return text.length >= Number(headers.get('content-length') ?? 0) ? text : undefined;
}

function unchunked(text: string): string | undefined {
  let body = '';
  for (let at = 0; ; ) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const length = Number.parseInt(text.slice(at, lineEnd), 16);
    const start = lineEnd + 2;
    if (text.length < start + length + 2) return undefined;
    if (length === 0) return body;
    body += text.slice(start, start + length);
    at = start + length + 2;
  }
}
