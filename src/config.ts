import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type Configuration, configurationSchema, databaseUrl } from './config-schema.ts';
import { dataDirectoryFault, fileFault } from './data-directory.ts';
import { ok, type Result, refuse } from './kernel/index.ts';

export type { Configuration, ConfigurationInput } from './config-schema.ts';

/** A fault of the configuration: where it is (`services[2].verifier.url`), and what is wrong: it reads on from there. */
export interface ConfigurationFault {
  path: string;
  message: string;
}

/** Checks a configuration that has been read already. All faults are told at once. */
export function checkConfiguration(input: unknown): Result<Configuration, ConfigurationFault[]> {
  const parsed = configurationSchema.safeParse(input, { error: inPlainWords });
  if (!parsed.success) {
    const faults = parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: 'is no setting' }))
        : [{ path: pathText(issue.path), message: issue.message }],
    );
    return refuse(faults);
  }
  return ok(parsed.data);
}

/**
 * Reads a YAML file. `${NAME}` in a value stands for the environment variable NAME, so that secrets
 * need not be in the file; relative paths count from the file's folder.
 */
export function readConfiguration(file: string): Result<Configuration, ConfigurationFault[]> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (fault) {
    return refuse([{ path: file, message: `cannot be read: ${whyUnread(fault as NodeJS.ErrnoException)}` }]);
  }
  const document = parseDocument(text, { prettyErrors: true });
  if (document.errors.length > 0) {
    return refuse(document.errors.map((error) => ({ path: file, message: error.message })));
  }
  const missing: ConfigurationFault[] = [];
  const checked = checkConfiguration(fillIn(document.toJS(), [], missing));
  const configuration = checked.ok ? withPathsFrom(dirname(resolve(file)), checked.value) : undefined;
  const others = configuration ? [...unusablePaths(configuration)] : checked.ok ? [] : checked.error;
  const faults = [...missing, ...others.filter(({ path }) => !missing.some((each) => each.path === path))];
  return configuration && faults.length === 0 ? ok(configuration) : refuse(faults);
}

/** The settings of the demo and of the process, from the environment. */
export interface Environment {
  port: number;
  demoPort: number;
  mailboxPort: number;
  smtpPort: number;
  bouncePort: number;
  dataDirectory: string;
  databaseUrl: string | undefined;
  logLevel: Configuration['logLevel'] | undefined;
}

const port = z
  .string()
  .refine(
    (text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535,
    'is not a port: 1 to 65535',
  )
  .transform(Number);
const environmentSchema = z.object({
  PORT: port.prefault('3000'),
  DEMO_PORT: port.prefault('4000'),
  MAILBOX_PORT: port.prefault('8025'),
  SMTP_PORT: port.prefault('1025'),
  BOUNCE_PORT: port.prefault('1026'),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: databaseUrl.optional(),
  LOG_LEVEL: configurationSchema.shape.logLevel.unwrap().optional(),
});

export function readEnvironment(
  variables: NodeJS.ProcessEnv = process.env,
): Result<Environment, ConfigurationFault[]> {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(set, { error: inPlainWords });
  if (!parsed.success) {
    return refuse(
      parsed.error.issues.map((issue) => ({ path: pathText(issue.path), message: issue.message })),
    );
  }
  const { PORT, DEMO_PORT, MAILBOX_PORT, SMTP_PORT, BOUNCE_PORT, DATA_DIR, DATABASE_URL, LOG_LEVEL } =
    parsed.data;
  return ok({
    port: PORT,
    demoPort: DEMO_PORT,
    mailboxPort: MAILBOX_PORT,
    smtpPort: SMTP_PORT,
    bouncePort: BOUNCE_PORT,
    dataDirectory: resolve(DATA_DIR),
    databaseUrl: DATABASE_URL,
    logLevel: LOG_LEVEL,
  });
}

/** Whom sudo has made root, as it says itself. */
export const sudoUser = (): string | undefined => process.env['SUDO_USER'];

/** DATABASE_URL and LOG_LEVEL go before the file, so that one file serves several places. */
export const withEnvironment = (
  configuration: Configuration,
  { databaseUrl, logLevel }: Environment,
): Configuration => ({
  ...configuration,
  ...(databaseUrl && { database: { url: databaseUrl } }),
  ...(logLevel && { logLevel }),
});

/** The JSON Schema of the configuration file, for editors. */
export const configurationJsonSchema = (): object =>
  z.toJSONSchema(configurationSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // A secret of a certain form may be in the environment instead.
      const { type, pattern, format, ...rest } = jsonSchema;
      if (type !== 'string' || (pattern === undefined && format === undefined)) return;
      for (const key of ['type', 'pattern', 'format'] as const) delete jsonSchema[key];
      const form = { type, ...(pattern && { pattern }), ...(format && { format }) };
      Object.assign(jsonSchema, rest, { anyOf: [form, { type, pattern: '^\\$\\{[A-Z0-9_]+\\}$' }] });
    },
  });

function whyUnread({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'it is not there';
  if (code === 'EISDIR') return 'it is a folder and not a file';
  return code === 'EACCES' ? 'whoever runs this may not read it' : message;
}

/** Files and folders that the configuration names, and that would stop the start. */
function* unusablePaths(configuration: Configuration): Generator<ConfigurationFault> {
  const { brand, mail, passwordLists, dataDirectory, sealingKeys } = configuration;
  // Beside a shared database, with keys of one's own, nothing needs it.
  const isShared = configuration.database !== undefined || Boolean(process.env['DATABASE_URL']);
  const fault = isShared && sealingKeys ? undefined : dataDirectoryFault(dataDirectory);
  if (fault) yield { path: 'dataDirectory', message: fault };
  const tls = mail.bounces?.listen?.tls;
  const named: [string, string | undefined][] = [
    ['brand.mark', brand.mark],
    ['mail.dkim.privateKeyFile', mail.dkim?.privateKeyFile],
    ['mail.bounces.listen.tls.certificateFile', tls?.certificateFile],
    ['mail.bounces.listen.tls.keyFile', tls?.keyFile],
    ...passwordLists.map((file, index): [string, string] => [`passwordLists[${index}]`, file]),
  ];
  for (const [path, file] of named) {
    const unread = file !== undefined && fileFault(file);
    if (unread) yield { path, message: unread };
  }
}

function fillIn(value: unknown, path: PropertyKey[], missing: ConfigurationFault[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => fillIn(item, [...path, index], missing));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fillIn(item, [...path, key], missing)]),
    );
  }
  if (typeof value !== 'string') return value;
  return value.replaceAll(/\$\{([A-Z0-9_]+)\}/g, (_, name: string) => {
    const replacement = process.env[name];
    if (replacement === undefined) {
      missing.push({
        path: pathText(path),
        message: `needs the environment variable ${name}, which is not set`,
      });
    }
    return replacement ?? '';
  });
}

const withPathsFrom = (folder: string, configuration: Configuration): Configuration => ({
  ...configuration,
  dataDirectory: resolve(folder, configuration.dataDirectory),
  passwordLists: configuration.passwordLists.map((file) => resolve(folder, file)),
  brand: {
    ...configuration.brand,
    ...(configuration.brand.mark && { mark: resolve(folder, configuration.brand.mark) }),
  },
  mail: mailWithPathsFrom(folder, configuration.mail),
});

function mailWithPathsFrom(folder: string, mail: Configuration['mail']): Configuration['mail'] {
  const { dkim, bounces } = mail;
  const tls = bounces?.listen?.tls;
  return {
    ...mail,
    ...(dkim && { dkim: { ...dkim, privateKeyFile: resolve(folder, dkim.privateKeyFile) } }),
    ...(bounces?.listen &&
      tls && {
        bounces: {
          ...bounces,
          listen: {
            ...bounces.listen,
            tls: {
              certificateFile: resolve(folder, tls.certificateFile),
              keyFile: resolve(folder, tls.keyFile),
            },
          },
        },
      }),
  };
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  ) || '(the whole file)';

const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}`;
  if (issue.code === 'too_small')
    return issue.origin === 'number' ? `is less than ${issue.minimum}` : 'is too short';
  if (issue.code === 'too_big')
    return issue.origin === 'number' ? `is more than ${issue.maximum}` : 'is too long';
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.map(String).join(', ')}`;
  return undefined;
};

const article = (noun: string): string =>
  ({ int: 'a whole number', object: 'a group of settings', array: 'a list' })[noun] ??
  `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
