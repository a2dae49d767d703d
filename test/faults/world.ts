// Master Account in processes of its own, as in production, with stand-in services and a real mailbox around it in the
// process of the test: what happens to it on purpose does not happen to them.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { demoConfiguration } from '../../demo/index.ts';
import { startMailbox } from '../../demo/mailbox/index.ts';
import type { ConfigurationInput } from '../../src/config.ts';
import { systemClock } from '../../src/kernel/index.ts';
import { type Db, openDatabase } from '../../src/platform/database/index.ts';
import { openSealing, type Sealing } from '../../src/platform/sealing/index.ts';
import { type Browser, newBrowser } from '../support/browser.ts';
import { temporaryFolder } from '../support/databases.ts';
import { type Mailbox, mailboxAt } from '../support/mailbox.ts';
import { freePorts } from '../support/ports.ts';
import { codeChallenge, codeVerifier, standInServices } from '../support/sign-in-world.ts';
import { aNode, type NodeOptions, type NodeProcess } from './node-process.ts';

export interface FaultWorld {
  issuer: string;
  nodes: NodeProcess[];
  /** A connection of the test's own. */
  db: Db;
  sealing: Sealing;
  mailbox: Mailbox;
  folder: string;
  browser(): Browser;
  requestPath(serviceId?: string): string;
  /** Sends a browser to sign in for a service. */
  send(browser: Browser, serviceId?: string): Promise<void>;
  callbackOf(serviceId: string): string;
  /** The service's answer to a code, asked of a node. */
  exchange(code: string, options?: { serviceId?: string; at?: string }): Promise<Exchanged>;
}

export interface Exchanged {
  status: number;
  tokens: Record<string, string>;
}

type NodeWish = Pick<NodeOptions, 'preload' | 'environment' | 'output'>;

export interface FaultSettings {
  /** PostgreSQL; without it the one node has its embedded database. */
  url?: string;
  /** One for each node. */
  nodes?: NodeWish[];
  /** Where browsers go, if not to the first node: `front` listens on that port for all of them. */
  front?: (port: number, origins: string[]) => Promise<void>;
  change?: (configuration: ConfigurationInput) => ConfigurationInput;
}

/** Prepares the nodes and starts them; all ends with the test. */
export async function aFaultWorld(t: TestContext, settings: FaultSettings = {}): Promise<FaultWorld> {
  const { url, nodes: wishes = [{}], front, change = (same) => same } = settings;
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const first = await freePorts(wishes.length + 4);
  const issuer = `http://localhost:${first}`;
  const ports = { demo: 1, mailbox: first + 1, smtp: first + 2, bounces: first + 3 };
  const mail = await startMailbox({
    port: ports.mailbox,
    smtpPort: ports.smtp,
    bouncePort: ports.bounces,
    dataDirectory: temporaryFolder(),
    clock: systemClock,
  });
  t.after(() => mail.stop());
  const services = await standInServices(t);
  const { input, secrets } = configurationOf({ issuer, ports, folder, services: services.origin, url });
  const portOf = (node: number) => (node === 0 && !front ? first : first + 4 + node);
  const nodes = wishes.map((wish, node) =>
    aNode(t, {
      ...wish,
      folder,
      name: `node-${node}`,
      configuration: change({ ...input, listen: { host: '127.0.0.1', port: portOf(node) } }),
    }),
  );
  // The first one makes the tables, as at an upgrade.
  for (const node of nodes) await node.start();
  await front?.(
    first,
    nodes.map(({ origin }) => origin),
  );
  const database = openDatabase(url ? { url } : { file: join(folder, 'master-account.sqlite') });
  t.after(() => database.close());
  const callbackOf = (serviceId: string) => `${services.origin}/${serviceId}/callback`;
  const requestPath = (serviceId = 'managed-hosting') =>
    `/oidc/authorize?${new URLSearchParams({
      client_id: serviceId,
      redirect_uri: callbackOf(serviceId),
      response_type: 'code',
      scope: 'openid profile email',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    })}`;
  return {
    issuer,
    nodes,
    db: database.db,
    sealing: openSealing([Buffer.from(sealingKey, 'base64')]),
    mailbox: mailboxAt(mail.url),
    folder,
    browser: () => newBrowser(),
    requestPath,
    send: (browser, serviceId) => browser.visit(issuer + requestPath(serviceId)),
    callbackOf,
    async exchange(code, { serviceId = 'managed-hosting', at = issuer } = {}) {
      const answer = await fetch(`${at}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${serviceId}:${secrets.get(serviceId)}`)}` },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          redirect_uri: callbackOf(serviceId),
          code_verifier: codeVerifier,
        }),
      });
      return { status: answer.status, tokens: (await answer.json()) as Record<string, string> };
    },
  };
}

const sealingKey = randomBytes(32).toString('base64');

interface Place {
  issuer: string;
  ports: Parameters<typeof demoConfiguration>[0]['ports'];
  folder: string;
  services: string;
  url: string | undefined;
}

function configurationOf({ issuer, ports, folder, services, url }: Place) {
  const demo = demoConfiguration({ issuer, port: 1, ports, dataDirectory: folder });
  const input: ConfigurationInput = {
    ...demo,
    // The nodes are on one machine: only one of them could listen for bounces.
    mail: { ...demo.mail, bounces: undefined },
    ...(url && { database: { url } }),
    sealingKeys: [sealingKey],
    trustedProxies: ['127.0.0.0/8', '::1'],
    services: demo.services.map((service) => ({
      ...service,
      verifier: { ...service.verifier, url: `${services}/${service.id}/verify` },
      client: {
        ...service.client,
        redirectUris: [`${services}/${service.id}/callback`],
        postLogoutRedirectUris: [`${services}/${service.id}/signed-out`],
        backchannelLogoutUri: `${services}/${service.id}/backchannel-logout`,
      },
    })),
  };
  const secrets = new Map(demo.services.map(({ id, client }) => [id, client.clientSecret]));
  return { input, secrets };
}

/** The code that a browser has come back to its service with. */
export function codeOf(browser: Browser): string {
  const code = browser.url.searchParams.get('code');
  assert.ok(code, `The browser is back with a code: ${browser.url.href} ${browser.text.slice(0, 200)}`);
  return code;
}
