import { z } from 'zod';
import { isLoopback, mayBeNamed } from '../../platform/fetch/index.ts';
import { isOwnDestination } from './own-destinations.ts';

const text = z.string().trim().min(1, 'is empty').max(200);

const webAddress = z.url({ protocol: /^https?$/, error: 'is not an http(s) address' });

/** A person comes back there with our answer attached, which a fragment would swallow (RFC 6749, section 3.1.2). */
const returnAddress = webAddress.refine((address) => !address.includes('#'), 'must not have a # in it');

/** What RFC 6749, appendix A, lets client ids and secrets be made of. */
const printableAscii = /^[\x20-\x7e]*$/;

/**
 * RFC 6749, section 2.3.1, has both form-encoded before they go into the Authorization header. Many
 * clients leave that out, and would be refused by the luck of their secret.
 */
const SENT_WRONGLY = 'has one of + % : that many clients send wrongly';

const color = z.string().regex(/^#[0-9a-f]{6}$/i, 'is not a colour such as #0f766e');

/** Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export const signingSecret = z.string().refine(isSigningSecret, {
  error: 'is not a signing secret: whsec_ and 24 to 64 bytes in base64 (whsec_$(openssl rand -base64 32))',
});

const verifier = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('http'), url: webAddress, secret: signingSecret }),
]);

const support = z.strictObject({ name: text, email: z.email(), phone: text.optional() });

const client = z.strictObject({
  clientId: text.regex(printableAscii, 'has characters beyond ASCII'),
  clientSecret: z
    .string()
    .min(32, 'is shorter than 32 characters')
    .regex(printableAscii, 'has characters beyond ASCII')
    .optional(),
  /** Compared exactly with what a sign-in asks for. */
  redirectUris: z.array(returnAddress).min(1),
  postLogoutRedirectUris: z.array(returnAddress).default([]),
  backchannelLogoutUri: returnAddress.optional(),
  tokenEndpointAuthMethod: z
    .enum(['client_secret_basic', 'client_secret_post', 'none'])
    .default('client_secret_basic'),
  idTokenSignedResponseAlg: z.enum(['ES256', 'RS256']).default('ES256'),
  grantTypes: z
    .array(z.enum(['authorization_code', 'refresh_token']))
    .default(['authorization_code', 'refresh_token']),
  /** Hosts inside the company's network that we may call although they are private, and without https. */
  internalHosts: z.array(text).default([]),
});

const fields = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9](-?[a-z0-9]+)*$/, 'is not lower-case words with dashes, such as managed-hosting')
    .max(60),
  name: text,
  /** The product's name where it has one of its own: `SavvisStation`. */
  product: text.optional(),
  color: z.strictObject({ light: color, dark: color }),
  /** The service's front page. */
  url: webAddress,
  /** Where a sign-on at the service begins; its front page where not told. */
  signOnUrl: webAddress.optional(),
  forgottenPasswordUrl: webAddress,
  support,
  verifier,
  /** Whether everybody who opens it must have a second factor. */
  secondFactorRequired: z.boolean().default(false),
  /** Whether several accounts may be linked to one service account. */
  sharingAllowed: z.boolean().default(false),
  /** Whether *Link my account* is checked to begin with. */
  linkByDefault: z.boolean().default(true),
  /** Key of the service's own signed calls; without one it makes none. */
  signals: z.strictObject({ secret: signingSecret }).optional(),
  client,
});

/** One service of the configuration. */
export const serviceSchema = fields
  .superRefine((service, faults) => {
    const fault = (path: string[], message: string) => faults.addIssue({ code: 'custom', path, message });
    for (const [path, address] of calledAddresses(service)) {
      const { internalHosts } = service.client;
      if (!isSecure(address, internalHosts)) {
        fault(path, 'must be https, unless its host is this machine or listed in client.internalHosts');
      } else if (!mayBeNamed(new URL(address).hostname, internalHosts)) {
        fault(path, 'is a private address: list its host in client.internalHosts');
      }
      if (hasCredentials(address)) fault(path, 'must not carry a username or password');
    }
    const isPublic = service.client.tokenEndpointAuthMethod === 'none';
    if (!isPublic && !service.client.clientSecret) fault(['client', 'clientSecret'], 'is missing');
    if (isPublic && service.client.clientSecret) {
      fault(['client', 'clientSecret'], 'has no use with tokenEndpointAuthMethod none');
    }
    if (service.client.tokenEndpointAuthMethod === 'client_secret_basic') {
      const { clientId, clientSecret = '' } = service.client;
      if (/[+%:]/.test(clientId)) fault(['client', 'clientId'], SENT_WRONGLY);
      if (/[+%]/.test(clientSecret)) {
        fault(['client', 'clientSecret'], `${SENT_WRONGLY} (make one with: openssl rand -hex 32)`);
      }
    }
    if (!service.client.grantTypes.includes('authorization_code')) {
      fault(['client', 'grantTypes'], 'must include authorization_code');
    }
  })
  .transform((service) => ({ ...service, signOnUrl: service.signOnUrl ?? service.url }));

export type Service = z.output<typeof serviceSchema>;

/** All services: no id and no client twice. That is told beside whatever else is wrong with them. */
export const servicesSchema = z.array(serviceSchema).superRefine(noNameTwice, { when: () => true });

/** @param services as far as they could be read */
function noNameTwice(services: unknown, faults: z.RefinementCtx): void {
  if (!Array.isArray(services)) return;
  const names = (services as (ServiceSoFar | null | undefined)[]).map((service) => ({
    id: service?.id,
    clientId: service?.client?.clientId,
  }));
  for (const [index, name] of names.entries()) {
    for (const [kind, path] of [
      ['id', [index, 'id']],
      ['clientId', [index, 'client', 'clientId']],
    ] as const) {
      const value = name[kind];
      if (typeof value !== 'string' || value === '') continue;
      const fault = (message: string) => faults.addIssue({ code: 'custom', path: [...path], message });
      if (isOwnDestination(value)) fault('is the name of pages of our own');
      if (names.slice(0, index).some((before) => before[kind] === value)) fault('is used by another service');
    }
  }
}

/** What of a service may be there where there are faults. */
type ServiceSoFar = { id?: unknown; client?: { clientId?: unknown } | null };

/** Addresses that this server itself calls: passwords and sign-out notices go there. */
function calledAddresses({ verifier, client }: z.output<typeof fields>): [string[], string][] {
  const called: [string[], string][] = [[['verifier', 'url'], verifier.url]];
  if (client.backchannelLogoutUri) {
    called.push([['client', 'backchannelLogoutUri'], client.backchannelLogoutUri]);
  }
  return called;
}

function isSecure(address: string, internalHosts: readonly string[]): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol !== 'http:' || isLoopback(hostname) || internalHosts.includes(hostname);
}

function hasCredentials(address: string): boolean {
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
}

function isSigningSecret(secret: string): boolean {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  if (!encoded) return false;
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === encoded;
}
