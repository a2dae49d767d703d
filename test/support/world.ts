// The whole application and the demo around it, over real HTTP on loopback: embedded database in a
// temporary folder, the demo's mailbox and services, and a clock that the test moves.
import { rmSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { portOfService } from '../../demo/demo-ports.ts';
import { demoConfiguration } from '../../demo/index.ts';
import { startDemo } from '../../demo/start-demo.ts';
import { startApp } from '../../src/app.ts';
import { type ConfigurationInput, checkConfiguration } from '../../src/config.ts';
import { type Browser, newBrowser } from './browser.ts';
import { cheapHashing } from './cheap-hashing.ts';
import { startedDirectory } from './first-start.ts';
import { type Mailbox, mailboxAt } from './mailbox.ts';
import { freePorts } from './ports.ts';

export interface World {
  issuer: string;
  /** Address of a service of the demo. */
  service(id: string): string;
  /** Page of the demo on which services are stopped and started. */
  startPage: string;
  mailbox: Mailbox;
  dataDirectory: string;
  /** The statements that have written to the database of Master Account so far. */
  writes: string[];
  /** Lets time pass for everything in this process. */
  letPass(duration: number): void;
  /** A browser with JavaScript off and no cookies yet. */
  browser(): Browser;
}

type Change = (configuration: ConfigurationInput) => ConfigurationInput;

/** Starts a world that ends with the test. `change` alters the demo's configuration. */
export async function aWorld(t: TestContext, change: Change = (same) => same): Promise<World> {
  const dataDirectory = await startedDirectory();
  // All clocks of the process are one: ours, the provider's and the cookies'.
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const first = await freePorts(9);
  const issuer = `http://localhost:${first}`;
  const ports = { demo: first + 1, mailbox: first + 6, smtp: first + 7, bounces: first + 8 };
  const input = demoConfiguration({ issuer, port: first, ports, dataDirectory });
  const checked = checkConfiguration(change({ ...input, logLevel: 'silent' }));
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  const writes: string[] = [];
  const app = await startApp(
    { ...checked.value, hashing: cheapHashing },
    { onWrite: (statement) => writes.push(statement) },
  );
  t.after(async () => {
    await app.stop();
    rmSync(dataDirectory, { recursive: true });
  });
  const demo = await startDemo({ issuer, ports, dataDirectory });
  t.after(() => demo.stop());
  return {
    issuer,
    service: (id) => `http://localhost:${portOfService(ports, id)}`,
    startPage: demo.url,
    mailbox: mailboxAt(demo.mailbox.url),
    dataDirectory,
    writes,
    letPass: (duration) => t.mock.timers.tick(duration),
    browser: () => newBrowser(),
  };
}
