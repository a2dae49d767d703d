import { execFile } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Configuration, readConfiguration, readEnvironment, withEnvironment } from './config.ts';
import {
  attention,
  type Examination,
  type ExaminedDomains,
  examineAll,
  examineBounces,
  examineDatabase,
  examineDns,
  examineFiles,
  examineIssuer,
  examineKeys,
  examineMonitoring,
  examineRelay,
  examineService,
  exitCodeOf,
  type Finding,
  fault,
  findingsText,
  type Names,
  well,
} from './entrypoints/cli/index.ts';
import { listSigningKeys, opensKey } from './entrypoints/oidc/index.ts';
import { seconds, systemClock } from './kernel/index.ts';
import { migrations } from './migrations.ts';
import { sentJournalFile } from './open-sending.ts';
import { databaseFile, sealingKeys } from './parts.ts';
import { type Database, openDatabase } from './platform/database/index.ts';
import { openSealing } from './platform/sealing/index.ts';
import { dkimOptions } from './platform/smtp/index.ts';

/** What only tests put in the place of the world. */
export interface DoctorSettings {
  json?: boolean | undefined;
  names?: Names;
}

/** Looks at everything that a configuration stands on. It changes nothing, and works beside a server that runs. */
export async function operateDoctor(
  file: string,
  { json = false, names = new Resolver({ timeout: seconds(3), tries: 2 }) }: DoctorSettings = {},
): Promise<{ text: string; code: number }> {
  const findings = await findingsOf(file, names);
  return {
    text: json ? JSON.stringify(findings, null, 2) : findingsText(findings),
    code: exitCodeOf(findings),
  };
}

async function findingsOf(file: string, names: Names): Promise<Finding[]> {
  const read = readConfiguration(file);
  const environment = readEnvironment();
  const faults = [...(read.ok ? [] : read.error), ...(environment.ok ? [] : environment.error)];
  if (!read.ok || !environment.ok) {
    return faults.map(({ path, message }) => fault('configuration', `${path} ${message}`, 'Mend it first.'));
  }
  const configuration = withEnvironment(read.value, environment.value);
  const database = openExisting(configuration);
  try {
    const found = await examineAll(examinations(file, configuration, database, names));
    return [well('configuration', `${file} has no faults`), ...found];
  } finally {
    await database?.close();
  }
}

/** Nothing is made by looking: without its file there is no embedded database. */
function openExisting(configuration: Configuration): Database | undefined {
  const file = databaseFile(configuration);
  const url = configuration.database?.url;
  return url === undefined && !existsSync(file) ? undefined : openDatabase({ url, file });
}

/** Everything that is looked at, in the order in which it is told. */
function examinations(
  file: string,
  configuration: Configuration,
  database: Database | undefined,
  names: Names,
): Examination[] {
  const { issuer, mail, services, dataDirectory } = configuration;
  const now = systemClock.now();
  const tls = mail.bounces?.listen?.tls;
  const secrets = [
    join(dataDirectory, 'sealing.key'),
    databaseFile(configuration),
    sentJournalFile(dataDirectory),
    mail.dkim?.privateKeyFile,
    tls?.keyFile,
  ].filter((path) => path !== undefined);
  return [
    {
      about: 'database',
      examine: async () => (database ? examineDatabase(database, migrations) : [noDatabase(configuration)]),
    },
    ...(configuration.database ? [] : [{ about: 'clock', examine: async () => [await clockFinding()] }]),
    { about: 'keys', examine: async () => examineKeys(await keysOf(configuration, database, now)) },
    { about: 'files', examine: () => examineFiles({ dataDirectory, secrets, configuration: file }) },
    ...[mail.smtp, ...mail.relays].map((relay) => ({
      about: `relay ${relay.host}`,
      examine: () => examineRelay(relay),
    })),
    { about: 'DNS', examine: () => examineNames(names, mail) },
    { about: 'bounces', examine: async () => (mail.bounces ? examineBounces(mail.bounces) : [noBounces]) },
    ...services.map((service) => ({
      about: `verifier ${service.id}`,
      examine: () => examineService(service, now),
    })),
    { about: 'monitoring', examine: () => examineMonitoring(configuration) },
    { about: 'public address', examine: () => examineIssuer(issuer, now) },
  ];
}

const noDatabase = (configuration: Configuration): Finding =>
  attention('database', `${databaseFile(configuration)} is not there yet`, 'The first start makes it.');

const noBounces = attention(
  'bounces',
  'none come in, so a mail that comes back is not noticed',
  'Set mail.bounces, or webhooks of your provider (docs/receiving-bounces.md).',
);

async function keysOf(configuration: Configuration, database: Database | undefined, now: number) {
  const { dataDirectory, sealingKeys: configured } = configuration;
  const keyFile = join(dataDirectory, 'sealing.key');
  const keyFileIsThere = existsSync(keyFile);
  // Never makes one.
  const sealing = configured || keyFileIsThere ? openSealing(sealingKeys(configuration)) : undefined;
  const rows = database ? await listSigningKeys(database.db).catch(() => []) : [];
  return {
    configured: configured?.length,
    keyFile,
    keyFileIsThere,
    databaseIsThere: database !== undefined,
    severalNodes: configuration.database !== undefined,
    signing: rows.map(({ alg, signsFrom, ...key }) => ({
      alg,
      signsFrom,
      opens: sealing === undefined || opensKey(sealing, key),
    })),
    now,
  };
}

async function examineNames(names: Names, mail: Configuration['mail']): Promise<Finding[]> {
  let domains: ExaminedDomains;
  try {
    domains = domainsOf(mail);
  } catch (cause) {
    // Its sentence names the file, and nothing of what is in it.
    const todo = 'Make a key: openssl genrsa -out dkim.pem 2048. Without one the server does not start.';
    return [fault('DKIM', (cause as Error).message, todo)];
  }
  return examineDns(names, domains);
}

/** @throws with a sentence where mail cannot be signed as the configuration says */
function domainsOf({ from, bounces, dkim }: Configuration['mail']): ExaminedDomains {
  const domain = from.slice(from.indexOf('@') + 1);
  if (!dkim) return { from: domain, bounces: bounces?.domain, dkim: undefined };
  const { privateKey } = dkimOptions(dkim);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  const { selector } = dkim;
  return { from: domain, bounces: bounces?.domain, dkim: { domain: dkim.domain, selector, publicKey } };
}

/** Codes of OTP apps are right for a minute: a clock that nobody keeps right keeps people out. */
async function clockFinding(): Promise<Finding> {
  const todo = 'Have this machine keep time by NTP: codes of OTP apps are right for a minute only.';
  try {
    const asked = ['show', '--property=NTPSynchronized', '--value'];
    const { stdout } = await promisify(execFile)('timedatectl', asked, { timeout: seconds(3) });
    return stdout.trim() === 'yes'
      ? well('clock', 'this machine keeps time by NTP')
      : attention('clock', 'this machine does not say that it keeps time by NTP', todo);
  } catch {
    return attention('clock', 'this machine does not tell whether it keeps time by NTP', todo);
  }
}
