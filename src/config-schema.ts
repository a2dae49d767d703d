import { z } from 'zod';
import { servicesSchema } from './features/services/index.ts';
import { hours, minutes, seconds } from './kernel/index.ts';
import { mailSchema, metricsSchema, smsSchema } from './message-schema.ts';
import { isLoopback } from './platform/fetch/index.ts';
import { parseTrustedProxies } from './platform/http/index.ts';
import { checkBrandContrast } from './ui/index.ts';

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'is not a colour such as #2a45d6');
const httpAddress = z.url({
  protocol: /^https?$/,
  abort: true,
  error: 'is not an address such as https://account.example.com',
});

/** `12h`, `30m`, `45s`; milliseconds once read. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}(s|m|h)$/, 'is not a duration such as 12h, 30m or 45s')
  .transform((text) => {
    const count = Number.parseInt(text, 10);
    return text.endsWith('h') ? hours(count) : text.endsWith('m') ? minutes(count) : seconds(count);
  });

const contact = z.strictObject({
  name: z.string().min(1),
  email: z.email('is not an email address'),
  phone: z.string().min(1).optional(),
});

export const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgres:// address' });

const issuer = httpAddress
  .refine(isBare, 'must be a scheme, a host and nothing else: Master Account has a host of its own')
  .refine(
    (address) => address.startsWith('https:') || isLoopback(new URL(address).hostname),
    'must be https, unless its host is this machine',
  )
  .transform((address) => new URL(address).origin);

function isBare(address: string): boolean {
  const { pathname, search, hash, username, password } = new URL(address);
  return pathname === '/' && `${search}${hash}${username}${password}` === '';
}

const brand = z.strictObject({
  name: z.string().min(1).max(40),
  mark: z.string().optional().describe('Path of an SVG file, from the folder of the configuration.'),
  colors: z
    .strictObject({
      accent: colour.default('#2a45d6'),
      accentText: colour.default('#ffffff'),
      darkAccent: colour.default('#93a5ff'),
      darkAccentText: colour.default('#10131c'),
    })
    .superRefine((colors, faults) => {
      for (const { path, message } of checkBrandContrast(colors)) {
        faults.addIssue({ code: 'custom', path: [path], message });
      }
    })
    .prefault({}),
});

function isAddressRange(range: string): boolean {
  try {
    return parseTrustedProxies([range]).length === 1;
  } catch {
    return false;
  }
}

const tracingSchema = z
  .strictObject({
    endpoint: httpAddress
      .refine((address) => !new URL(address).username, 'takes no user: use tracing.headers')
      .describe(
        'Where a collector takes OTLP over HTTP in, with its path: https://otel.example.com/v1/traces.',
      ),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'is not the name of a header'), z.string().min(1))
      .default({})
      .describe('Sent with each call, such as an authorization: keep it in the environment.'),
    sampleRatio: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe('The share of traces that are kept. What a trusted proxy has decided goes before.'),
    serviceName: z.string().min(1).max(100).default('master-account'),
  })
  .refine(
    ({ endpoint, headers }) =>
      Object.keys(headers).length === 0 ||
      endpoint.startsWith('https:') ||
      isLoopback(new URL(endpoint).hostname),
    { path: ['endpoint'], error: 'must be https where headers are sent, unless its host is this machine' },
  );

export const configurationSchema = z.strictObject({
  issuer: issuer.describe('The public address of Master Account.'),
  listen: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.int().min(0).max(65_535).default(3000),
      maxConnections: z
        .int()
        .min(100, 'is less than 100')
        .max(60_000)
        .default(2000)
        .describe('So many connections at a time; each further one is closed as it comes.'),
    })
    .prefault({}),
  dataDirectory: z.string().default('./data').describe('Keys and the embedded database.'),
  database: z
    .strictObject({ url: databaseUrl })
    .optional()
    .describe('PostgreSQL, for more than one node. Without it the embedded database is used.'),
  sealingKeys: z
    .array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'is not 32 bytes in base64 (openssl rand -base64 32)'))
    .min(1)
    .optional()
    .describe('Keys for secrets at rest, newest first. Without them a key is made in the data directory.'),
  trustedProxies: z
    .array(z.string().refine(isAddressRange, 'is not an address range such as 10.0.0.0/8'))
    .default([])
    .describe('Networks whose X-Forwarded-For is believed.'),
  secondFactor: z
    .strictObject({
      requiredEmailDomains: z
        .array(z.string().regex(/^[a-z0-9.-]+\.[a-z0-9-]{2,}$/, 'is not a domain such as example.com'))
        .default([])
        .describe('Whoever has an address there must have a second factor.'),
    })
    .prefault({}),
  accountDiscovery: z.enum(['open', 'hidden']).default('open'),
  brand,
  mail: mailSchema,
  sms: smsSchema.optional().describe('Without it no SMS is offered.'),
  metrics: metricsSchema
    .optional()
    .describe('Prometheus metrics, on an address of their own that only the monitoring reaches.'),
  tracing: tracingSchema.optional().describe('OpenTelemetry traces. Without it nothing of them is loaded.'),
  support: z.strictObject({ customerCare: contact, clientResponseCenter: contact }),
  session: z
    .strictObject({ lifetime: duration.prefault('12h'), idle: duration.prefault('1h') })
    .refine(({ lifetime, idle }) => idle <= lifetime, {
      path: ['idle'],
      error: 'is longer than session.lifetime',
    })
    .prefault({}),
  hashing: z
    .strictObject({
      memoryKiB: z.int().min(19_456, 'is less than 19456 (19 MiB)').max(1_048_576).default(19_456),
      passes: z.int().min(2, 'is less than 2').max(20).default(2),
    })
    .prefault({}),
  passwordLists: z
    .array(z.string())
    .default([])
    .describe('Files of further passwords to refuse, one a line.'),
  stopping: z
    .strictObject({
      drain: duration
        .optional()
        .describe(
          'For so long everybody is still answered after the signal to stop, while /health/ready says no.',
        ),
      within: duration.prefault('15s').describe('All in all, the draining with it.'),
    })
    .refine(({ drain = 0, within }) => drain + seconds(3) <= within, {
      path: ['within'],
      error: 'leaves less than 3 s after stopping.drain',
    })
    .prefault({})
    .describe('How long an orderly end may take.'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  services: servicesSchema.min(1, 'has no service'),
});

/** What the whole product runs by. Durations in milliseconds. */
export type Configuration = z.output<typeof configurationSchema>;
/** As it is written in the file, before defaults and durations are worked out. */
export type ConfigurationInput = z.input<typeof configurationSchema>;
