import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Configuration } from './config.ts';
import { assetPages } from './entrypoints/pages/assets.ts';
import { handleFaults } from './entrypoints/pages/errors/index.ts';
import { helpPages } from './entrypoints/pages/help/index.ts';
import { homePages } from './entrypoints/pages/home/index.ts';
import { registerPages } from './entrypoints/pages/register/index.ts';
import { shellFor } from './entrypoints/pages/shell.ts';
import {
  attemptDescription,
  carryIntoAttempt,
  forgetAttempts,
  type ProviderPort,
  signInPages,
} from './entrypoints/pages/sign-in/index.ts';
import { signOutPages, signOutRequests } from './entrypoints/pages/sign-out/index.ts';
import { serviceSignals } from './entrypoints/service-signals/index.ts';
import { startWorker, type Worker } from './entrypoints/worker/index.ts';
import { sweepSignals } from './features/links/index.ts';
import { sweepMessages } from './features/messages/index.ts';
import { sweepRegistrations } from './features/registration/index.ts';
import { sweepAttempts, sweepDevices } from './features/sign-in/index.ts';
import { sweepThrottle } from './features/throttle/index.ts';
import { providerOutcome } from './oidc-ports.ts';
import { type AppSettings, buildParts, databaseFile, holdDataDirectory, type Parts } from './parts.ts';
import {
  guardForms,
  logRequests,
  type PageContext,
  type PageEnv,
  requestFacts,
  securityHeaders,
  startHttpServer,
} from './platform/http/index.ts';
import type { Log } from './platform/log/index.ts';
import { openMailer } from './platform/smtp/index.ts';

export interface RunningApp {
  issuer: string;
  port: number;
  log: Log;
  /** Does all that the worker has to do now, for tests that do not want to wait. */
  runWorkerOnce(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds every part from the configuration, mounts it and listens. This is the table of contents of the product. */
export async function startApp(
  configuration: Configuration,
  settings: AppSettings = {},
): Promise<RunningApp> {
  const release = holdDataDirectory(configuration);
  const parts = await buildParts(configuration, settings).catch((fault) => {
    release();
    throw fault;
  });
  const { oidc } = parts;
  const listener = getRequestListener(mountPages(configuration, parts).fetch);
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    // A request line that holds no address at all (`GET //`) must not throw here: nobody would catch it.
    const pathname = URL.parse(request.url ?? '/', configuration.issuer)?.pathname ?? '/';
    if (oidc.handles(pathname)) oidc.callback(request, response);
    else void listener(request, response);
  };
  const server = await startHttpServer(handle, configuration.listen).catch(async (fault) => {
    await parts.close();
    release();
    throw fault;
  });
  const worker = beginWork(configuration, parts);
  return {
    issuer: configuration.issuer,
    port: server.port,
    log: parts.log,
    runWorkerOnce: worker.runOnce,
    async stop() {
      await Promise.all([server.stop(), worker.stop()]);
      await parts.close();
      release();
    },
  };
}

/** New signing keys, for all nodes: published now and signing an hour later, or signing at once. */
export async function rotateSigningKeys(
  configuration: Configuration,
  when: 'soon' | 'at-once',
): Promise<void> {
  const file = databaseFile(configuration);
  if (!configuration.database && !existsSync(file)) {
    throw new Error(
      `There is no database ${file}, so no keys to rotate. Is this the configuration that is running?`,
    );
  }
  const { oidc, close } = await buildParts(configuration, {});
  try {
    await (when === 'at-once' ? oidc.replaceKeys() : oidc.rotateKeys());
  } finally {
    await close();
  }
}

/** What runs by itself: sending messages, telling services of sign-outs, writing what was gathered, sweeping. */
function beginWork({ issuer, mail, brand }: Configuration, parts: Parts): Worker {
  const { oidc, linkUse, customerCare } = parts;
  const mailer = openMailer(mail.smtp);
  const worker = startWorker({
    ...parts,
    mailer,
    from: { name: mail.fromName ?? brand.name, address: mail.from },
    letterhead: { brand: brand.name, issuer, colors: brand.colors, customerCare },
    often: { 'tell services of sign-outs': oidc.deliverLogouts },
    flushes: { 'last use of links': linkUse.flush },
    sweeps: {
      sessions: oidc.sweep,
      attempts: () => sweepAttempts(parts),
      devices: () => sweepDevices(parts),
      registrations: () => sweepRegistrations(parts),
      throttle: () => sweepThrottle(parts),
      messages: () => sweepMessages(parts),
      signals: () => sweepSignals(parts),
    },
  });
  return {
    ...worker,
    async stop() {
      await worker.stop();
      mailer.close();
    },
  };
}

/** Every way in over HTTP, but for OpenID Connect's own addresses. */
function mountPages(configuration: Configuration, parts: Parts): Hono<PageEnv> {
  const { issuer, support, services } = configuration;
  const { log, sealing, trustedProxies, oidc, customerCare, cookies } = parts;
  const shell = shellFor(parts.brand);
  const { notFound, onError } = handleFaults({ shell, customerCare, log });
  const provider: ProviderPort = {
    ...oidc,
    finishAttempt: (request, id, outcome) => oidc.finishAttempt(request, id, providerOutcome(outcome)),
  };
  const deps = { ...parts, shell, provider };
  const registration = {
    issuer,
    mailFrom: configuration.mail.from,
    describeAttempt: (c: PageContext, id: string) => attemptDescription(deps, c, id),
    carryAddress: (c: PageContext, to: { attemptId: string; email: string }) => carryIntoAttempt(deps, c, to),
  };

  return new Hono<PageEnv>()
    .use(securityHeaders(parts.pageHeaders))
    .get('/healthz', (c) => c.text('ok'))
    .route('/', assetPages(parts.brandFiles))
    .route('/', serviceSignals({ ...parts, endServiceSessions: oidc.endServiceSessions }))
    .use(requestFacts({ sealing, cookies, trustedProxies }))
    .use(logRequests(log))
    .route('/', signOutRequests())
    .use(guardForms(issuer))
    .route('/', homePages(deps))
    .route('/', signInPages(deps))
    .route('/', registerPages({ ...deps, ...registration }))
    .route('/', signOutPages({ ...deps, provider: oidc, forgetAttempts: (c) => forgetAttempts(deps, c) }))
    .route('/', helpPages({ shell, support, services }))
    .notFound(notFound)
    .onError(onError);
}
