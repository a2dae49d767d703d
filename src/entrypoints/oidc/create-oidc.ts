import type { IncomingMessage } from 'node:http';
import { findService } from '../../features/services/index.ts';
import {
  endServiceSessions,
  findLiveSession,
  gatherSightings,
  listLiveSessions,
  type Session,
  type SessionLimits,
  sightingsInterval,
  sweepSessions,
} from '../../features/sessions/index.ts';
import { type Clock, days, newSecret } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { findWayOn, signedCookie, submitOutcome } from './attempts.ts';
import { replaceSigningKeys, rotateSigningKeys } from './keys/key-ring.ts';
import type { Oidc } from './oidc.ts';
import type { CurrentSession, OidcPorts } from './ports.ts';
import type { RegisteredService } from './provider/clients.ts';
import type { ProviderDeps } from './provider/configuration.ts';
import { attemptPath, cookieNames, expireCookie, sessionCookie } from './provider/cookies.ts';
import { AUTHORIZE_PATH } from './provider/middleware.ts';
import { type RunningProvider, runProvider } from './provider/run-provider.ts';
import { checkSignOutRequest } from './sign-out/check-request.ts';
import { type DeliveryDeps, deliverLogouts } from './sign-out/deliver-logouts.ts';
import { endAndTell } from './sign-out/end-and-tell.ts';
import { deleteExpiredArtifacts } from './storage/artifacts.queries.ts';
import { digestOf } from './storage/storage-deps.ts';

export interface CreateOidc {
  /** The public address, without a path. */
  issuer: string;
  db: Db;
  clock: Clock;
  sealing: Sealing;
  log: Log;
  /** The services of the configuration: only `id`, `name` and `client` are looked at. */
  services: readonly RegisteredService[];
  session: SessionLimits;
  ports: OidcPorts;
}

const DISCOVERY = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];

/** Reads or makes the signing keys, and builds the provider. */
export async function createOidc(given: CreateOidc): Promise<Oidc> {
  const sightings = gatherSightings(given);
  const deps: ProviderDeps = { ...given, limits: given.session, sightings };
  const running = await runProvider(deps);
  const handles = (pathname: string) => pathname.startsWith('/oidc/') || DISCOVERY.includes(pathname);
  const session = `${cookieNames(given.issuer).session}=`;
  const writing = setInterval(() => {
    sightings.write().catch((err) => given.log.error({ err }, 'Last use of sessions was not written.'));
  }, sightingsInterval(given.session)).unref();

  return {
    callback: running.callback,
    handles,
    isSignOn: ({ headers }, pathname) =>
      handles(pathname) && (pathname !== AUTHORIZE_PATH || (headers.cookie?.includes(session) ?? false)),
    ...attempts(deps, running),
    ...sessions(deps, running),
    ...keys(deps, running),
    async stop() {
      clearInterval(writing);
      running.stop();
      await sightings.write();
    },
  };
}

type AttemptsFace = Pick<Oidc, 'finishAttempt' | 'wayOnFrom' | 'interactionOf' | 'expiredCookies'>;

function attempts({ issuer, ports }: ProviderDeps, running: RunningProvider): AttemptsFace {
  const names = cookieNames(issuer);
  const interactionOf = (request: IncomingMessage) =>
    signedCookie(running.provider, request, names.interaction);
  return {
    interactionOf,
    finishAttempt: (request, cid, outcome) =>
      submitOutcome(running.provider, interactionOf(request), {
        cid,
        outcome,
        browser: ports.browserMark(request),
      }),
    wayOnFrom: (request, cid) =>
      findWayOn(running.provider, interactionOf(request), { cid, browser: ports.browserMark(request) }),
    expiredCookies: (cid) => expireCookie(issuer, names.interaction, attemptPath(cid)),
  };
}

type SessionsFace = Pick<
  Oidc,
  | 'currentSession'
  | 'newSessionId'
  | 'listSessions'
  | 'endServiceSessions'
  | 'checkSignOut'
  | 'signOut'
  | 'deliverLogouts'
  | 'sweep'
>;

function sessions(deps: ProviderDeps, running: RunningProvider): SessionsFace {
  const { issuer, db, clock, services, sightings } = deps;
  const names = cookieNames(issuer);
  const delivery: DeliveryDeps = { ...deps, findClient: (id) => running.provider.Client.find(id) };
  const idDigestIn = (request: IncomingMessage) => {
    const id = signedCookie(running.provider, request, names.session);
    return id === undefined ? undefined : digestOf(deps, 'Session', id);
  };
  const sessionOf = async (request: IncomingMessage) => {
    const idDigest = idDigestIn(request);
    return idDigest === undefined ? undefined : findLiveSession(deps, { idDigest });
  };
  return {
    async currentSession(request) {
      const session = await sessionOf(request);
      if (!session) return undefined;
      sightings.note(session.uid);
      return currentSessionOf(session);
    },
    newSessionId(request, { expiresAt }) {
      const id = newSecret();
      const cookie = { id, expiresAt, issuer, name: names.session };
      return {
        digest: digestOf(deps, 'Session', id),
        under: idDigestIn(request) ?? '',
        setCookies: sessionCookie(running.provider, request, cookie),
      };
    },
    listSessions: (accountId) => listLiveSessions(deps, accountId),
    async endServiceSessions(trx, { serviceId, ...which }) {
      const clientId = findService({ services }, serviceId)?.client.clientId ?? serviceId;
      const notices = await endServiceSessions(trx, { ...which, clientId, now: clock.now() });
      return { accountIds: [...new Set(notices.map(({ accountId }) => accountId))] };
    },
    checkSignOut: (params) => checkSignOutRequest(running.provider, params),
    async signOut(request, by) {
      const session = await sessionOf(request);
      const from = deps.ports.clientAddress(request);
      const told = session
        ? await endAndTell(delivery, { ...session, ...by, from })
        : { told: [], pending: [], silent: [] };
      return { ...told, setCookies: expireCookie(issuer, names.session, '/') };
    },
    deliverLogouts: async () => (await deliverLogouts(delivery)).length,
    async sweep() {
      const now = clock.now();
      await sweepSessions(deps, deps.limits);
      await deleteExpiredArtifacts(db, { now, interactionsBefore: now - days(1) });
    },
  };
}

const currentSessionOf = ({
  uid,
  accountId,
  authenticatedAt,
  amr,
  acr,
  expiresAt,
  services,
}: Session): CurrentSession => ({
  uid,
  accountId,
  authenticatedAt,
  amr,
  acr: acr === 'aal2' ? 'aal2' : 'aal1',
  expiresAt,
  clientIds: [...services.keys()],
});

function keys(
  deps: ProviderDeps,
  running: RunningProvider,
): Pick<Oidc, 'rotateKeys' | 'replaceKeys' | 'refreshKeys'> {
  return {
    async rotateKeys() {
      await rotateSigningKeys(deps);
      await running.refresh();
    },
    async replaceKeys() {
      await replaceSigningKeys(deps);
      await running.refresh();
    },
    refreshKeys: () => running.refresh(),
  };
}
