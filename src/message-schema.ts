// What may stand in the configuration about email and SMS: how they go out, and how it is learned what became of them.
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { signingSecret } from './features/services/index.ts';
import { isLoopback, mayBeNamed } from './platform/fetch/index.ts';

const host = z.string().min(1).max(253);
const port = z.int().min(1).max(65_535);
const domain = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/, 'is not a domain such as bounces.example.com');

const relayFields = {
  host,
  port: port.default(587),
  secure: z.boolean().default(false).describe('TLS from the first byte (port 465).'),
  requireTls: z.boolean().default(true).describe('Refuse to send where the relay does not offer STARTTLS.'),
  user: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  connections: z.int().min(1).max(100).default(20).describe('How many there may be to it at once.'),
};

const bothOrNeither = ({ user, password }: { user?: string | undefined; password?: string | undefined }) =>
  (user === undefined) === (password === undefined);
const NEEDS_BOTH = 'needs both user and password, or neither';

const smtp = z.strictObject(relayFields).refine(bothOrNeither, NEEDS_BOTH);

const relay = z
  .strictObject({
    name: z.string().min(1).max(60).describe('What the delivery report and the log call it.'),
    domains: z
      .array(domain)
      .min(1)
      .optional()
      .describe('Recipient domains that it is for. Without them it is a fallback for all mail.'),
    ...relayFields,
  })
  .refine(bothOrNeither, NEEDS_BOTH);

const dkim = z.strictObject({
  domain,
  selector: z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'is not a selector such as 2026a'),
  privateKeyFile: z.string().min(1).describe('Path of a PEM file, from the folder of the configuration.'),
});

const bounces = z
  .strictObject({
    domain: domain.describe('Mail to it comes back to us: its MX is this listener, or the mailbox below.'),
    listen: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        port,
        tls: z
          .strictObject({ certificateFile: z.string().min(1), keyFile: z.string().min(1) })
          .optional()
          .describe('Offers STARTTLS. Paths from the folder of the configuration.'),
      })
      .optional()
      .describe('An SMTP listener of ours that takes bounces in.'),
    imap: z
      .strictObject({
        host,
        port: port.default(993),
        secure: z.boolean().default(true),
        user: z.string().min(1),
        password: z.string().min(1),
        mailbox: z.string().min(1).default('INBOX'),
        every: z.int().min(5).max(3600).default(30).describe('Seconds between two looks.'),
      })
      .optional()
      .describe('A mailbox that bounces arrive in, where there is no listener.'),
    successReports: z
      .boolean()
      .default(true)
      .describe('Ask servers to report deliveries too (RFC 3461), where they can.'),
  })
  .refine(
    ({ listen, imap }) => listen !== undefined || imap !== undefined,
    'needs a way for bounces to come in: listen or imap',
  );

/** SendGrid signs with ECDSA on P-256. */
function isVerificationKey(text: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

const webhooks = z
  .strictObject({
    amazonSes: z
      .strictObject({
        topicArns: z
          .array(
            z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:\S+$/, 'is not the ARN of an SNS topic'),
          )
          .min(1),
      })
      .optional(),
    sendgrid: z
      .strictObject({
        publicKey: z
          .string()
          .min(40)
          .refine(isVerificationKey, 'is not the verification key of a signed event webhook')
          .describe('The verification key, in base64.'),
      })
      .optional(),
    postmark: z
      .strictObject({ user: z.string().min(1), password: z.string().min(16) })
      .optional()
      .describe('HTTP Basic, as put into the address of the webhook.'),
    mailgun: z.strictObject({ signingKey: z.string().min(16) }).optional(),
  })
  .prefault({})
  .describe('Providers that call /webhooks/mail/<provider> with what became of a message.');

export const mailSchema = z.strictObject({
  from: z.email('is not an email address'),
  fromName: z.string().min(1).max(60).optional(),
  smtp: smtp.describe('The relay that all mail goes to.'),
  relays: z
    .array(relay)
    .default([])
    .describe('Further relays: for some recipient domains, or as fallbacks in their order.'),
  dkim: dkim.optional(),
  bounces: bounces.optional(),
  webhooks,
});

const callingCode = z.string().regex(/^\+[1-9]\d{0,6}$/, 'is not a beginning of numbers such as +1 or +44');

/** Tokens go there: nobody on the way may read them. */
function isSecureOrInside(url: string, internalHosts: readonly string[]): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname) || internalHosts.includes(hostname);
}

const smsFields = {
  allowedPrefixes: z
    .array(callingCode)
    .min(1)
    .describe('Only numbers that begin so are sent an SMS. None elsewhere: that is what pumping lives on.'),
};

export const smsSchema = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('gateway'),
      url: z.url({ protocol: /^https?$/, abort: true, error: 'is not an http(s) address' }),
      secret: signingSecret,
      internalHosts: z
        .array(z.string().min(1))
        .default([])
        .describe("Hosts inside the company's network that may be called although they are private."),
      ...smsFields,
    })
    .refine(({ url, internalHosts }) => isSecureOrInside(url, internalHosts), {
      path: ['url'],
      error: 'must be https, unless its host is this machine or listed in internalHosts',
    })
    .refine(({ url, internalHosts }) => mayBeNamed(new URL(url).hostname, internalHosts), {
      path: ['url'],
      error: 'is a private address: list its host in internalHosts',
    }),
  z
    .strictObject({
      type: z.literal('twilio'),
      accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'is not an account SID'),
      authToken: z.string().min(16),
      from: z.string().min(1).optional().describe('The number or sender id that texts come from.'),
      messagingServiceSid: z
        .string()
        .regex(/^MG[0-9a-f]{32}$/, 'is not a messaging service SID')
        .optional(),
      apiUrl: z
        .url({ protocol: /^https?$/, abort: true, error: 'is not an http(s) address' })
        .refine((url) => isSecureOrInside(url, []), 'must be https, unless its host is this machine')
        .default('https://api.twilio.com'),
      ...smsFields,
    })
    .refine(
      ({ from, messagingServiceSid }) => (from === undefined) !== (messagingServiceSid === undefined),
      'needs either from or messagingServiceSid',
    ),
]);

export const metricsSchema = z.strictObject({
  listen: z.strictObject({ host: z.string().min(1).default('127.0.0.1'), port }),
});
