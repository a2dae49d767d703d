import type { Socket } from 'node:net';
import type { Client } from 'pg';
import { keptNames } from '../kept-names.ts';
import { Outage } from '../outage.ts';
import { SILENCE, SILENT, streamOf } from './patience.ts';

/**
 * What the server says of a statement that it has kept and can no longer use: a table has other columns since, it
 * is not there any more (a pooler between us gave us another session), or somebody else's has its name.
 */
const KEPT_IN_VAIN = ['0A000', '26000', '42P05'];

/** One connection that asks without waiting for the answer to what was asked before. */
export class ReadLine {
  /** Not answered yet. */
  waiting = 0;
  /** Of those, written and not sent yet: they leave together at the end of this turn of the event loop. */
  gathered = 0;
  readonly #connect: () => Client;
  readonly #onBroken: (fault: Error) => void;
  #client: Client | undefined;
  #opening: Promise<Client> | undefined;
  #silence: NodeJS.Timeout | undefined;

  constructor(connect: () => Client, onBroken: (fault: Error) => void) {
    this.#connect = connect;
    this.#onBroken = onBroken;
  }

  async read(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    this.waiting++;
    try {
      const client = this.#client ?? (await this.#open());
      return await this.#ask(client, sql, parameters);
    } finally {
      this.waiting--;
      this.#heard();
    }
  }

  async close(): Promise<void> {
    await this.#client?.end();
  }

  async #ask(client: Client, text: string, parameters: readonly unknown[]): Promise<unknown[]> {
    const values = [...parameters];
    const name = keptNames.get(text);
    this.#gather(streamOf(client));
    try {
      return (await client.query(name === undefined ? { text, values } : { name, text, values })).rows;
    } catch (fault) {
      if (name === undefined || !KEPT_IN_VAIN.includes((fault as { code?: string }).code ?? '')) throw fault;
      // Nothing was done; from here on this process asks in full.
      keptNames.delete(text);
      return this.#ask(client, text, parameters);
    }
  }

  #gather(stream: Socket): void {
    if (!this.#silence) this.#listen();
    if (this.gathered++ > 0) return;
    stream.cork();
    setImmediate(() => {
      this.gathered = 0;
      stream.uncork();
    });
  }

  /** Whoever waits longest is at the head, and nothing behind is answered before it: one timer is enough. */
  #listen(): void {
    if (this.#silence) this.#silence.refresh();
    else this.#silence = setTimeout(() => this.#giveUp(), SILENCE);
  }

  /** Of the connection that there is by then: it may be another one than when somebody began to wait. */
  #giveUp(): void {
    this.#silence = undefined;
    if (this.#client) streamOf(this.#client).destroy(new Outage(SILENT));
  }

  /** The server has answered something, so it is not silent. */
  #heard(): void {
    if (this.waiting > 0) {
      this.#listen();
    } else {
      clearTimeout(this.#silence);
      this.#silence = undefined;
    }
  }

  #open(): Promise<Client> {
    this.#opening ??= this.#opened().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #opened(): Promise<Client> {
    const client = this.#connect();
    const forget = () => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on('error', (fault) => {
      // Whoever waits for an answer hears of it there.
      if (this.#client === client && this.waiting === 0) this.#onBroken(fault);
      forget();
    });
    client.on('end', forget);
    await client.connect();
    this.#client = client;
    return client;
  }
}
