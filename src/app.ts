import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { answerRequests } from './answer-requests.ts';
import type { Configuration } from './config.ts';
import { takeInBounces } from './entrypoints/bounces/index.ts';
import { deliveryWebhooks } from './entrypoints/delivery-webhooks/index.ts';
import { healthPages, openReadiness, type Readiness } from './entrypoints/health/index.ts';
import { serveMetrics } from './entrypoints/metrics/index.ts';
import { listSigningKeys, signOns } from './entrypoints/oidc/index.ts';
import { accountPages, openRelyingParty } from './entrypoints/pages/account/index.ts';
import { assetPages } from './entrypoints/pages/assets.ts';
import { handleFaults } from './entrypoints/pages/errors/index.ts';
import { helpPages } from './entrypoints/pages/help/index.ts';
import { homePages } from './entrypoints/pages/home/index.ts';
import { notMePages } from './entrypoints/pages/not-me/index.ts';
import { recoverPages, writeRecoveryCookie } from './entrypoints/pages/recover/index.ts';
import { refusedForms } from './entrypoints/pages/refusals/refused-form.ts';
import { registerPages, registrationOfReference } from './entrypoints/pages/register/index.ts';
import { shellFor } from './entrypoints/pages/request/shell.ts';
import {
  attemptDescription,
  attemptOfReference,
  carryIntoAttempt,
  foreignFormResponse,
  forgetAttempts,
  type ProviderPort,
  signInPages,
} from './entrypoints/pages/sign-in/index.ts';
import { signOutPages, signOutRequests } from './entrypoints/pages/sign-out/index.ts';
import { undoEmailPages } from './entrypoints/pages/undo-email/index.ts';
import { serviceSignals } from './entrypoints/service-signals/index.ts';
import { smsWebhooks } from './entrypoints/sms-webhooks/index.ts';
import { startWorker, type Worker } from './entrypoints/worker/index.ts';
import { deleteDueAccounts } from './features/account-deletion/index.ts';
import { sealEvents } from './features/audit/index.ts';
import { sweepPermits } from './features/care/index.ts';
import { sweepPhoneChanges } from './features/contact-details/index.ts';
import { sweepEmailChanges } from './features/email-changes/index.ts';
import { sweepKeptPages } from './features/kept-pages/index.ts';
import { sweepSignals } from './features/links/index.ts';
import { sweepMessages } from './features/messages/index.ts';
import { sweepNotices } from './features/notices/index.ts';
import { sweepPasskeys } from './features/passkeys/index.ts';
import { remindOfPasswords } from './features/password-reminders/index.ts';
import { type Begun, sweepRecoveries } from './features/recovery/index.ts';
import { sweepRegistrations } from './features/registration/index.ts';
import { forgetAccount, forgetProofsOf, sweepAttempts, sweepDevices } from './features/sign-in/index.ts';
import { sweepThrottle } from './features/throttle/index.ts';
import { sweepTokens } from './features/tokens/index.ts';
import { sweepTotp } from './features/totp/index.ts';
import { followOf } from './follow-messages.ts';
import { migrations } from './migrations.ts';
import { providerOutcome } from './oidc-ports.ts';
import { openSending, type Sending } from './open-sending.ts';
import type { Tracing } from './open-tracing.ts';
import { type AppSettings, buildParts, holdDataDirectory, type Parts } from './parts.ts';
import { migrationState } from './platform/database/index.ts';
import {
  guardForms,
  logRequests,
  measurePages,
  type PageContext,
  type PageEnv,
  requestFacts,
  securityHeaders,
  startHttpServer,
} from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';
import { smsSenderOf } from './sms-gateway.ts';

export interface RunningApp {
  issuer: string;
  port: number;
  log: Log;
  /** Does all that the worker has to do now, for tests that do not want to wait. */
  runWorkerOnce(): Promise<void>;
  /**
   * Readiness goes off at once. Then answers and messages under way are given time to end, nothing new is begun, and
   * the database is closed. Without patience all of it takes under a second.
   */
  stop(patience?: Patience): Promise<void>;
}

/** How long an orderly end may take, in milliseconds. */
export interface Patience {
  /** For so long everybody is still answered, until whoever balances load has seen that this node is not ready. */
  drain: number;
  /** All in all. */
  within: number;
}

/** Of the whole, for what comes last: writing what was gathered, closing the database. */
const FOR_THE_END = 1500;
/** Nor is a collector waited for longer by whoever has no patience. Milliseconds. */
const LAST_SPANS = 300;

/** Builds every part from the configuration, mounts it and listens. This is the table of contents of the product. */
export async function startApp(
  configuration: Configuration,
  settings: AppSettings = {},
): Promise<RunningApp> {
  // What is open so far, for a start that fails halfway: closed in reverse.
  const opened: (() => unknown)[] = [];
  const undo = async (fault: unknown): Promise<never> => {
    for (const close of opened.reverse()) await close();
    throw fault;
  };
  const release = holdDataDirectory(configuration);
  opened.push(release);
  // Before the database, whose statements are followed from its opening on.
  const tracing = await openTraces(configuration, () => parts).catch(undo);
  opened.push(() => tracing?.stop(LAST_SPANS));
  const parts: Parts = await buildParts(configuration, settings).catch(undo);
  opened.push(parts.close);
  const { oidc } = parts;
  let loopback = '';
  const readiness = openReadiness(readinessChecks(parts));
  const pages = mountPages(configuration, { ...parts, readiness }, () => loopback);
  const handle = answerRequests({ issuer: configuration.issuer, oidc, pages, tracing });
  const sending = await openSending(configuration, parts).catch(undo);
  opened.push(sending.close);
  const bounces = await takeInBounces(parts, configuration.mail.bounces).catch(undo);
  opened.push(bounces.stop);
  const metrics = await serveMetrics({ ...parts, signOns }, configuration.metrics).catch(undo);
  opened.push(metrics.stop);
  const server = await startHttpServer(handle, configuration.listen, { log: parts.log }).catch(undo);
  loopback = loopbackAddress(configuration.listen.host, server.port);
  const worker = beginWork(configuration, parts, sending);
  // Told to stop once more, it drains no longer; and it ends once.
  const hurried = Promise.withResolvers<void>();
  let ended: Promise<void> | undefined;
  const end = async (left?: number) => {
    await Promise.all([server.stop(left), worker.stop(left), bounces.stop()]);
    await Promise.all([metrics.stop(), tracing?.stop(left === undefined ? LAST_SPANS : FOR_THE_END / 2)]);
    await parts.close();
    release();
  };
  return {
    issuer: configuration.issuer,
    port: server.port,
    log: parts.log,
    runWorkerOnce: worker.runOnce,
    async stop(patience) {
      readiness.stop();
      if (patience && patience.drain > 0) {
        server.drain();
        await Promise.race([sleep(patience.drain, undefined, { ref: false }), hurried.promise]);
      }
      hurried.resolve();
      ended ??= end(patience && Math.max(patience.within - patience.drain - FOR_THE_END, FOR_THE_END));
      await ended;
    },
  };
}

/** What runs by itself: sending messages, telling services of sign-outs, writing what was gathered, sweeping. */
function beginWork(configuration: Configuration, parts: Parts, sending: Sending): Worker {
  const { issuer, mail, brand } = configuration;
  const { oidc, linkUse, customerCare } = parts;
  const worker = startWorker({
    ...parts,
    ...sending,
    sms: smsSenderOf(configuration, parts),
    from: { name: mail.fromName ?? brand.name, address: mail.from },
    follow: followOf(configuration),
    letterhead: { brand: brand.name, issuer, colors: brand.colors, customerCare },
    often: { 'tell services of sign-outs': oidc.deliverLogouts },
    flushes: { 'last use of links': linkUse.flush, 'seals of the audit': () => sealEvents(parts) },
    sweeps: {
      sessions: oidc.sweep,
      attempts: () => sweepAttempts(parts),
      devices: () => sweepDevices(parts),
      registrations: () => sweepRegistrations(parts),
      tokens: () => sweepTokens(parts),
      recoveries: () => sweepRecoveries(parts),
      notices: () => sweepNotices(parts),
      'email changes': () => sweepEmailChanges(parts),
      'phone changes': () => sweepPhoneChanges(parts),
      passkeys: () => sweepPasskeys(parts),
      'OTP apps': () => sweepTotp(parts),
      throttle: () => sweepThrottle(parts),
      messages: () => sweepMessages(parts),
      signals: () => sweepSignals(parts),
      'kept pages': () => sweepKeptPages(parts),
      'permits of Customer Care': () => sweepPermits(parts),
      'password reminders': () => remindOfPasswords(parts),
      'accounts to delete': () => deleteDueAccounts({ ...parts, forget: [forgetAccount] }),
    },
  });
  return {
    ...worker,
    async stop(within) {
      await worker.stop(within);
      sending.close();
    },
  };
}

/** Every way in over HTTP, but for OpenID Connect's own addresses. */
function mountPages(
  configuration: Configuration,
  parts: Parts & { readiness: Readiness },
  loopback: () => string,
): Hono<PageEnv> {
  const { issuer, support, services } = configuration;
  const { log, sealing, trustedProxies, oidc, customerCare, cookies } = parts;
  const shell = shellFor(parts.brand);
  const provider: ProviderPort = {
    ...oidc,
    finishAttempt: (request, id, outcome) => oidc.finishAttempt(request, id, providerOutcome(outcome)),
  };
  const deps = { ...parts, shell, provider };
  const foreignForm = (c: PageContext) => foreignFormResponse(deps, c);
  const { notFound, onError } = handleFaults({ shell, customerCare, log, foreignForm });
  const wayBack = async (c: PageContext, reference: string) =>
    (await attemptOfReference(deps, c, reference)) ?? registrationOfReference(deps, c, reference);
  const registration = {
    issuer,
    mailFrom: configuration.mail.from,
    describeAttempt: (c: PageContext, id: string) => attemptDescription(deps, c, id),
    carryAddress: (c: PageContext, to: { attemptId: string; email: string }) => carryIntoAttempt(deps, c, to),
  };
  const enterRecovery = (c: PageContext, begun: Begun) => writeRecoveryCookie(deps, c, begun);

  return new Hono<PageEnv>()
    .use(measurePages())
    .use(securityHeaders(parts.pageHeaders))
    .route('/', healthPages(parts.readiness))
    .route('/', assetPages(parts.brandFiles))
    .route('/', deliveryWebhooks({ ...parts, webhooks: configuration.mail.webhooks }))
    .route('/', smsWebhooks({ ...parts, issuer, sms: configuration.sms }))
    .route('/', serviceSignals({ ...parts, endServiceSessions: oidc.endServiceSessions, forgetProofsOf }))
    .use(requestFacts({ sealing, cookies, trustedProxies }))
    .use(logRequests(log))
    .route('/', signOutRequests({ provider: oidc, log }))
    .use(guardForms(issuer))
    .use(refusedForms(deps))
    .route('/', homePages(deps))
    .route('/', signInPages(deps))
    .route(
      '/',
      accountPages({
        ...deps,
        provider: oidc,
        issuer,
        mailFrom: configuration.mail.from,
        smsPrefixes: configuration.sms?.allowedPrefixes,
        relyingParty: openRelyingParty({ ...parts, issuer }, loopback),
      }),
    )
    .route('/', registerPages({ ...deps, ...registration }))
    .route('/', recoverPages({ ...deps, ...registration, textsAreSent: configuration.sms !== undefined }))
    .route('/', notMePages({ ...deps, enterRecovery }))
    .route('/', undoEmailPages({ ...deps, issuer, enterRecovery }))
    .route('/', signOutPages({ ...deps, provider: oidc, forgetAttempts: (c) => forgetAttempts(deps, c) }))
    .route('/', helpPages({ shell, support, services, wayBack }))
    .notFound(notFound)
    .onError(onError);
}

/** Nothing of them is loaded where none are wanted. */
async function openTraces({ tracing }: Configuration, deps: () => Parts): Promise<Tracing | undefined> {
  return tracing && (await import('./open-tracing.ts')).openTracing(tracing, deps);
}

/** What has to hold for this node to serve. */
const readinessChecks = ({ db }: Parts) => ({
  migrations: async () => (await migrationState(db, migrations)).pending.length === 0,
  keys: async () => (await listSigningKeys(db)).length > 0,
});

/** Where this process reaches itself. */
const loopbackAddress = (host: string, port: number): string => {
  const everywhere = ['0.0.0.0', '::', ''].includes(host);
  return `http://${everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
};
