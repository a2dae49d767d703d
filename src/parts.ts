import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { brandOf } from './brand.ts';
import type { Configuration } from './config.ts';
import { dataDirectoryFault } from './data-directory.ts';
import { createOidc } from './entrypoints/oidc/index.ts';
import { relyingPartyClient } from './entrypoints/pages/account/index.ts';
import { gatherLinkUse } from './features/links/index.ts';
import { openPasswordLists } from './features/passwords/index.ts';
import { type Clock, systemClock } from './kernel/index.ts';
import { migrations } from './migrations.ts';
import { oidcPorts } from './oidc-ports.ts';
import {
  type Database,
  followDatabaseClock,
  holdAlone,
  isOutage,
  migrateAt,
  openDatabase,
} from './platform/database/index.ts';
import { openHashing } from './platform/hashing/index.ts';
import { cookiesFor, parseTrustedProxies, securityHeaderList } from './platform/http/index.ts';
import { openLog } from './platform/log/index.ts';
import { loadSealingKey, openSealing } from './platform/sealing/index.ts';

/** Settings that only tests and single commands have. */
export interface AppSettings {
  clock?: Clock;
  /** Called with every statement that writes. */
  onWrite?: ((sql: string) => void) | undefined;
  /** Where the log goes instead of to the standard output. */
  logTo?: { write(line: string): void };
  /** How many passwords may wait to be hashed before sign-ins are told to come back. */
  hashingQueue?: number | undefined;
}

/** Everything that the ways in are built on. */
export type Parts = Awaited<ReturnType<typeof buildParts>>;

/** Opens the database and builds every part from the configuration. Nothing listens or runs by itself yet. */
export async function buildParts(
  configuration: Configuration,
  { clock: givenClock, onWrite, logTo, hashingQueue }: AppSettings,
) {
  const { issuer, services, accountDiscovery, support } = configuration;
  const secondFactorDomains = configuration.secondFactor.requiredEmailDomains;
  const log = openLog(configuration.logLevel, logTo);
  const sealing = openSealing(sealingKeys(configuration));
  const address = { url: configuration.database?.url, file: databaseFile(configuration) };
  const database = openDatabase({
    ...address,
    onWrite,
    onBroken: (err) => log.warn({ err }, 'A connection to the database broke, and is replaced.'),
  });
  const { db } = database;
  await migrateAt(address, db, migrations).catch(async (fault) => {
    await database.close();
    throw withoutConnection(fault) ?? fault;
  });
  const shared = await sharedClock(database);
  const clock = givenClock ?? shared;
  const { brand, files } = brandOf(configuration);
  const linkUse = gatherLinkUse({ db, clock });
  const trustedProxies = parseTrustedProxies(configuration.trustedProxies);
  const pageHeaders = securityHeaderList(issuer);
  const { customerCare } = support;
  const cookies = cookiesFor(issuer);
  const base = {
    issuer,
    db,
    clock,
    sealing,
    log,
    services,
    accountDiscovery,
    secondFactorDomains,
    brand,
    customerCare,
    cookies,
  };

  const ports = oidcPorts({ ...base, linkUse, trustedProxies, pageHeaders });
  // Our own pages that people sign in to are clients like the services.
  const clients = [...services, relyingPartyClient({ issuer, sealing })];
  const oidc = await createOidc({
    ...base,
    services: clients,
    issuer,
    session: configuration.session,
    ports,
  });
  return {
    ...base,
    databaseKind: database.kind,
    brandFiles: files,
    pageHeaders,
    trustedProxies,
    linkUse,
    oidc,
    hashing: openHashing(configuration.hashing, hashingQueue),
    passwordLists: openPasswordLists(configuration.passwordLists),
    brandName: brand.name,
    async close() {
      shared.stop();
      // A database that cannot be used must not keep it open.
      await oidc.stop().finally(database.close);
    },
  };
}

/** The embedded database, where none is configured. */
export const databaseFile = ({ dataDirectory }: Pick<Configuration, 'dataDirectory'>): string =>
  join(dataDirectory, 'master-account.sqlite');

/**
 * Makes sure that no second process serves from the same embedded database; on PostgreSQL any number may.
 * @returns gives the place free again
 * @throws with a sentence where another process is there, or the folder cannot be used
 */
export function holdDataDirectory({
  database,
  dataDirectory,
}: Pick<Configuration, 'database' | 'dataDirectory'>): () => void {
  if (database) return () => undefined;
  const fault = dataDirectoryFault(dataDirectory);
  if (fault) throw new Error(`dataDirectory ${fault}.`);
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const release = holdAlone(join(dataDirectory, 'running.lock'));
  if (release) return release;
  throw new Error(
    `Another Master Account runs on ${dataDirectory}. Stop it, or give this one a folder of its own: DATA_DIR for the demo, dataDirectory in the configuration.`,
  );
}

/** The configured keys; without any, the one that is made in the data directory at the first start. */
export const sealingKeys = ({
  sealingKeys: keys,
  dataDirectory,
}: Pick<Configuration, 'sealingKeys' | 'dataDirectory'>): Buffer[] =>
  keys?.map((key) => Buffer.from(key, 'base64')) ?? [loadSealingKey(join(dataDirectory, 'sealing.key'))];

/** Several nodes share the database's clock; one node with its own database has the machine's. */
export const sharedClock = ({ kind, db }: Database): Promise<Clock & { stop(): void }> =>
  kind === 'postgres' ? followDatabaseClock(db) : Promise.resolve({ ...systemClock, stop: () => undefined });

/** What a database that cannot be reached throws, as a sentence for the operator. */
function withoutConnection(fault: unknown): Error | undefined {
  const { code = '', message } = fault as NodeJS.ErrnoException;
  const unusable = isOutage(fault) || ['28P01', '3D000'].includes(code);
  return unusable ? new Error(`The database cannot be used: ${message}`, { cause: fault }) : undefined;
}
