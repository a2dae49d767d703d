// Master Account alone, as a service's browser meets it, on a database of the test's own: one node on
// SQLite, two nodes on PostgreSQL. Accounts are there from the start; the services are stand-ins.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { json } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { demoConfiguration } from '../../demo/index.ts';
import { legacyPassword } from '../../demo/lumen.ts';
import { type RunningApp, startApp } from '../../src/app.ts';
import { type Configuration, type ConfigurationInput, checkConfiguration } from '../../src/config.ts';
import { insertAccount } from '../../src/features/accounts/index.ts';
import { hashNewPassword, setPassword } from '../../src/features/passwords/index.ts';
import { newId, systemClock } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openHashing } from '../../src/platform/hashing/index.ts';
import { openSealing, type Sealing } from '../../src/platform/sealing/index.ts';
import { ada, type Person } from '../journeys/people.ts';
import { type Browser, newBrowser } from './browser.ts';
import { cheapHashing } from './cheap-hashing.ts';
import { type FreshDatabase, temporaryFolder } from './databases.ts';
import { lendSigningKeys } from './first-start.ts';
import { freePorts } from './ports.ts';

export interface SignInWorld {
  issuer: string;
  /** The addresses of all nodes; the first one is the issuer's. */
  nodes: readonly string[];
  /** The nodes' database, to look at and to interfere with. */
  db: Db;
  sealing: Sealing;
  /** What the nodes have logged so far. */
  log(): string;
  letPass(duration: number): void;
  browser(): Browser;
  /** The path of a service's authorization request. */
  requestPath(params?: Record<string, string>): string;
  /** Sends a browser to sign in for a service. */
  send(browser: Browser, params?: Record<string, string>): Promise<void>;
  /** The service's answer to the code that the browser has come back with. */
  exchange(browser: Browser, serviceId?: string): Promise<{ status: number; tokens: Record<string, string> }>;
  callbackOf(serviceId: string): string;
  /** What the stand-in services do before they answer. */
  beforeVerifying: () => Promise<unknown>;
}

export interface Settings {
  change?: (configuration: ConfigurationInput) => ConfigurationInput;
  onWrite?: (sql: string) => void;
  hashingQueue?: number;
  /** Where the cost of argon2id is what the test is about; cheap passwords otherwise. */
  hashing?: Configuration['hashing'];
}

export const codeVerifier = 'v'.repeat(64);
export const codeChallenge = 'w1TpKUdYE9hUAcNSeeSRFioHDxfUxuHho_JHAfZ_vDM';

/** Starts the nodes on the database; they end with the test. */
export async function aSignInWorld(
  fresh: FreshDatabase,
  t: TestContext,
  { change = (same) => same, onWrite, hashingQueue, hashing = cheapHashing }: Settings = {},
): Promise<SignInWorld> {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const count = fresh.kind === 'postgres' ? 2 : 1;
  const first = await freePorts(count);
  const issuer = `http://localhost:${first}`;
  const services = await standInServices(t);
  const logged: string[] = [];
  const { configuration, secrets } = configurationOf(fresh, { issuer, services: services.origin, change });
  await lendSigningKeys(fresh.db, sealing);
  for (let node = 0; node < count; node++) {
    const listen = { ...configuration.listen, host: '127.0.0.1', port: first + node };
    const logTo = { write: (line: string) => void logged.push(line) };
    const app: RunningApp = await startApp(
      { ...configuration, hashing, listen },
      { clock: systemClock, onWrite, logTo, hashingQueue },
    );
    fresh.outlives(app);
  }
  const callbackOf = (serviceId: string) => `${services.origin}/${serviceId}/callback`;
  const requestPath: SignInWorld['requestPath'] = (params = {}) => {
    const serviceId = params['client_id'] ?? 'managed-hosting';
    const query = new URLSearchParams({
      client_id: serviceId,
      redirect_uri: callbackOf(serviceId),
      response_type: 'code',
      scope: 'openid profile email',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
      ...params,
    });
    return `/oidc/authorize?${query}`;
  };
  return {
    issuer,
    nodes: Array.from({ length: count }, (_, node) => `http://localhost:${first + node}`),
    db: fresh.db,
    sealing,
    log: () => logged.join(''),
    letPass: (duration) => t.mock.timers.tick(duration),
    browser: () => newBrowser(),
    requestPath,
    send: (browser, params) => browser.visit(issuer + requestPath(params)),
    async exchange({ url }, serviceId = 'managed-hosting') {
      const answer = await fetch(`${issuer}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${serviceId}:${secrets.get(serviceId)}`)}` },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: url.searchParams.get('code') ?? '',
          redirect_uri: callbackOf(serviceId),
          code_verifier: codeVerifier,
        }),
      });
      return { status: answer.status, tokens: (await answer.json()) as Record<string, string> };
    },
    callbackOf,
    get beforeVerifying() {
      return services.before.verifying;
    },
    set beforeVerifying(action) {
      services.before.verifying = action;
    },
  };
}

/** An account as registration leaves it, with Ada's password. @returns its id */
export async function anAccount(
  { db }: { db: Db },
  { email, firstName, lastName }: Omit<Person, 'password'> = ada,
  { expiresAt, setAt = Date.now() }: { expiresAt?: number; setAt?: number } = {},
): Promise<string> {
  const id = newId();
  const rest = { phone: null, secondFactorChosenAt: null, createdAt: setAt };
  await insertAccount(db, { id, email, firstName, lastName, ...rest });
  await setPassword(db, { accountId: id, hash: await knownHash(), setAt, expiration: 'never', expiresAt });
  return id;
}

let hash: Promise<string> | undefined;
const knownHash = (): Promise<string> => {
  hash ??= hashNewPassword({ hashing: openHashing(cheapHashing) }, ada.password);
  return hash;
};

const sealingKey = randomBytes(32).toString('base64');
const sealing = openSealing([Buffer.from(sealingKey, 'base64')]);

function configurationOf(
  { address }: FreshDatabase,
  { issuer, services, change }: { issuer: string; services: string; change: NonNullable<Settings['change']> },
) {
  const ports = { demo: 1, mailbox: 6, smtp: 7, bounces: 8 };
  const dataDirectory = 'file' in address ? dirname(address.file) : temporaryFolder();
  const demo = demoConfiguration({ issuer, port: Number(new URL(issuer).port), ports, dataDirectory });
  const input = change({
    ...demo,
    // The nodes are on one machine: only one of them could listen for bounces.
    mail: { ...demo.mail, bounces: undefined },
    ...('url' in address && { database: { url: address.url } }),
    sealingKeys: [sealingKey],
    logLevel: 'debug',
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
  });
  const checked = checkConfiguration(input);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  const secrets = new Map(demo.services.map(({ id, client }) => [id, client.clientSecret]));
  return { configuration: checked.value, secrets };
}

/**
 * Every username with the one password belongs to a user of that name (of those whose names begin with `careful` the
 * service wants a second factor); every other page is a callback.
 */
export async function standInServices(t: Pick<TestContext, 'after'>) {
  const before: { verifying: () => Promise<unknown> } = { verifying: async () => undefined };
  const server = createServer(async (request, response) => {
    const [, service = '', page] = (request.url ?? '').split(/[/?]/);
    // Notices of sign-outs are removed once a service has taken them; these stay to be looked at.
    if (page === 'backchannel-logout') return response.writeHead(503).end();
    if (page !== 'verify') return response.end(`<h1>${service} ${page}</h1>`);
    const asked = (await json(request)) as { username: string; password: string };
    await before.verifying();
    const account = {
      id: `${service}:${asked.username}`,
      username: asked.username,
      ...(asked.username.startsWith('careful') && { multiFactorRequired: true }),
    };
    const outcome =
      asked.password === legacyPassword ? { outcome: 'match', account } : { outcome: 'mismatch' };
    return response.end(JSON.stringify(outcome));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { before, origin: `http://localhost:${(server.address() as AddressInfo).port}` };
}
