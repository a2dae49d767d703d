// OpenID Connect over loopback HTTP, with everything around it faked by a few functions: the accounts,
// the links, a sign-in page that believes everybody, and two services with their own callbacks.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import {
  type Arrival,
  type CreateOidc,
  createOidc,
  type Oidc,
  type OidcPorts,
  type OidcProblem,
  type Outcome,
  migrations as oidcMigrations,
  type ServiceAccount,
} from '../../src/entrypoints/oidc/index.ts';
import { signOutPages, signOutRequests } from '../../src/entrypoints/pages/sign-out/index.ts';
import { migrations as auditMigrations } from '../../src/features/audit/index.ts';
import { migrations as sessionMigrations } from '../../src/features/sessions/index.ts';
import { hours, ok, systemClock } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import {
  cookiesFor,
  guardForms,
  type PageEnv,
  requestFacts,
  securityHeaderList,
  securityHeaders,
} from '../../src/platform/http/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { openSealing } from '../../src/platform/sealing/index.ts';
import { type Browser, newBrowser } from './browser.ts';
import { lendSigningKeys } from './first-start.ts';
import {
  listen,
  type Registration,
  registered,
  startServices,
  type TestService,
  type TestServices,
  testService,
} from './oidc-services.ts';

export const oidcTables = { migrations: [...auditMigrations, ...sessionMigrations, ...oidcMigrations] };
export const sealing = openSealing([Buffer.alloc(32, 9)]);

export interface OidcWorld {
  issuer: string;
  /** Where it listens. */
  origin: string;
  oidc: Oidc;
  /** Accounts that are usable, by id. A test removes one to disable it. */
  accounts: Map<string, { id: string; email: string; firstName: string; lastName: string }>;
  /** Linked service accounts, by `<account> <service>`. */
  links: Map<string, ServiceAccount>;
  arrivals: Arrival[];
  problems: OidcProblem[];
  /** Logout tokens that the services have received, in order; a service that is `down` answers 503. */
  logouts: TestServices['logouts'];
  down: Set<string>;
  /** Service accounts that are ended once the policy has looked: their ids. */
  ended: Set<string>;
  browser(): Browser;
  callbackOf(id: string): string;
  service(id: string): Promise<TestService>;
}

export interface OidcWorldOptions extends Partial<Registration> {
  /** The public address, where it is another one than the loopback address. */
  issuer?: string;
  idle?: number;
  /** Further connections to the same database, each with a node of its own; requests go round. */
  otherNodes?: readonly Db[];
}

export async function oidcWorld(
  db: Db,
  t: Pick<TestContext, 'after'>,
  options: OidcWorldOptions = {},
): Promise<OidcWorld> {
  const { grantTypes = ['authorization_code', 'refresh_token'], alg = 'ES256', idle = hours(1) } = options;
  const testServices = await startServices(t);
  const services = registered(testServices, { ...options, alg, grantTypes });
  const { server, origin } = await listen(t);
  const issuer = options.issuer ?? origin;
  const facts = {
    accounts: new Map(['ada', 'bob'].map((id) => [id, personOf(id)])),
    links: new Map<string, ServiceAccount>(),
    arrivals: [] as Arrival[],
    problems: [] as OidcProblem[],
    ended: new Set<string>(),
  };
  const given = { issuer, clock: systemClock, sealing, log: silentLog, services, ports: fakePorts(facts) };
  await lendSigningKeys(db, sealing);
  const nodes = await Promise.all(
    [db, ...(options.otherNodes ?? [])].map((each) =>
      createOidc({ ...given, db: each, session: { lifetime: hours(12), idle } }),
    ),
  );
  // The test's database is closed before, so what was gathered is not written.
  t.after(() => Promise.allSettled(nodes.map((node) => node.stop())));
  const [oidc] = nodes as [Oidc];
  server.on('request', takeTurns(nodes.map((node) => handlerOf(issuer, node, facts, services))));
  return {
    ...facts,
    issuer,
    origin,
    logouts: testServices.logouts,
    down: testServices.down,
    oidc,
    browser: () => newBrowser(),
    callbackOf: (id) => `${testServices.origin}/${id}/callback`,
    service: (id) => testService(issuer, testServices, id, alg),
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type Registered = CreateOidc['services'];

function takeTurns(handlers: readonly Handler[]): Handler {
  let turn = 0;
  return (request, response) => handlers[turn++ % handlers.length]?.(request, response);
}

function handlerOf(issuer: string, oidc: Oidc, facts: Facts, services: Registered): Handler {
  const pages = getRequestListener(pagesOf(issuer, oidc, facts, services).fetch);
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer);
    if (oidc.handles(pathname)) oidc.callback(request, response);
    else pages(request, response);
  };
}

const personOf = (id: string) => ({ id, email: `${id}@example.com`, firstName: id, lastName: 'Tester' });

type Facts = Pick<OidcWorld, 'accounts' | 'links' | 'arrivals' | 'problems' | 'ended'>;

const fakePorts = ({ accounts, links, arrivals, problems, ended }: Facts): OidcPorts => ({
  async nextStepFor({ session, serviceId, params, finished }) {
    const account = await accounts.get(session.accountId);
    if (params.prompt.includes('login') && !finished?.signedIn) return { step: 'password', account };
    const linked = links.get(`${session.accountId} ${serviceId}`);
    const serviceAccount =
      finished?.serviceAccount ?? (params.prompt.includes('select_account') ? undefined : linked);
    return serviceAccount ? { step: 'done', serviceAccount, account } : { step: 'link', account };
  },
  countArrival: async () => ok(undefined),
  async beginAttempt(arrival) {
    arrivals.push(arrival);
    return {};
  },
  findActiveAccount: async (id) => accounts.get(id),
  async renderError(problem) {
    problems.push(problem);
    return {
      body: `<h1>Problem: ${problem.kind}</h1>`,
      headers: { 'content-security-policy': "default-src 'none'" },
    };
  },
  clientAddress: (request) => request.socket.remoteAddress ?? '',
  browserMark: () => 'any browser',
  outcomeStands: async () => true,
  holdOutcome: async () => true,
  holdServiceAccount: async (_, { serviceAccount }) => !ended.has(serviceAccount.id),
});

/** The sign-in page: `/sign-in/<cid>/as/<account>` proves to be that account, `/sign-in/<cid>/link` a service account. */
function pagesOf(
  issuer: string,
  oidc: Oidc,
  { links, arrivals }: Facts,
  services: Registered,
): Hono<PageEnv> {
  const finish = async (cid: string, request: IncomingMessage, outcome: Outcome): Promise<string> => {
    const finished = await oidc.finishAttempt(request, cid, outcome);
    return finished.ok ? finished.value : '/expired';
  };
  const app = new Hono<PageEnv>();
  app.use(securityHeaders(securityHeaderList(issuer)));
  app.route('/', signOutRequests({ provider: oidc, log: silentLog }));
  app.use(requestFacts({ sealing, cookies: cookiesFor(issuer), trustedProxies: [] }));
  app.use(guardForms(issuer));
  app.onError((error, c) => c.html(`<h1>${error.name}</h1>`, 403));
  app.get('/sign-in/:cid', (c) => c.html('<h1>Sign in</h1>'));
  app.get('/sign-in/:cid/as/:account', async (c) => {
    const { cid, account } = c.req.param();
    const arrival = arrivals.findLast((each) => each.cid === cid);
    const signIn = { authenticatedAt: systemClock.now(), amr: ['pwd'], acr: 'aal1' as const };
    const once = { id: `id-of-${account}`, username: account, access: 'once' as const };
    const serviceAccount = (!c.req.query('once') && links.get(`${account} ${arrival?.serviceId}`)) || once;
    return c.redirect(await finish(cid, c.env.incoming, { accountId: account, signIn, serviceAccount }), 303);
  });
  app.get('/sign-in/:cid/link', async (c) => {
    const { cid } = c.req.param();
    const { serviceId = '', session } = arrivals.findLast((each) => each.cid === cid) ?? {};
    const accountId = session?.accountId ?? '';
    const serviceAccount = { id: `id-of-${accountId}`, username: accountId, access: 'linked' as const };
    links.set(`${accountId} ${serviceId}`, serviceAccount);
    return c.redirect(await finish(cid, c.env.incoming, { accountId, serviceAccount }), 303);
  });
  app.get('/expired', (c) => c.html('<h1>Expired</h1>'));
  const brand = { name: 'Lumen', mark: '' };
  const shell = () => ({ brand, reference: 'R' });
  app.route(
    '/',
    signOutPages({
      provider: oidc,
      services: services.map((service) => ({ ...service, url: `https://${service.id}.example.com/` })),
      shell,
      log: silentLog,
      forgetAttempts: () => undefined,
    }),
  );
  return app;
}
