// Calls as mail providers make them, signed with keys of the test. What stands in them follows the providers' documentation:
//   Amazon SES  https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
//   SendGrid    https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
//   Postmark    https://postmarkapp.com/developer/webhooks/bounce-webhook
//   Mailgun     https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads
import { createHmac, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import type { FetchAddress } from '../../src/entrypoints/delivery-webhooks/index.ts';
import { someMorning } from './clock.ts';
import { type SigningCertificate, signingCertificate } from './signing-certificate.ts';

/** Headers and body of a POST. */
export interface ProviderCall {
  headers: Record<string, string>;
  body: string;
}

export const topicArn = 'arn:aws:sns:eu-west-1:123456789012:delivery';
export const certificateUrl =
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
const sendgridKeys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
export const amazonCertificate = signingCertificate();

/** The settings under which the calls made here are authentic. */
export const webhookSettings = {
  amazonSes: { topicArns: [topicArn] },
  sendgrid: { publicKey: sendgridKeys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64') },
  postmark: { user: 'postmark', password: 'a-long-password-of-postmark' },
  mailgun: { signingKey: 'a-signing-key-of-mailgun' },
};

/** The network outside: answers by address, and what was asked. */
export function networkOutside(
  answers: Record<string, string> = { [certificateUrl]: amazonCertificate.pem },
) {
  const asked: string[] = [];
  const fetchAddress: FetchAddress = async (address) => {
    asked.push(address);
    const answer = answers[address];
    return answer === undefined ? new Response('', { status: 404 }) : new Response(answer);
  };
  return { asked, answers, fetchAddress };
}

/** When it happened, and other fields than usual. */
interface Wishes {
  at?: number;
  [field: string]: unknown;
}

const iso = (at: number) => new Date(at).toISOString();

interface SnsWishes {
  at?: number;
  version?: '1' | '2';
  certificate?: SigningCertificate;
  /** Other fields than usual, signed. */
  fields?: Record<string, string>;
  /** Other fields than usual, put in after signing. */
  forged?: Record<string, string>;
}

/** What Amazon SNS posts: a notification, or whatever `fields` make of it. */
export function snsCall(message: string, wishes: SnsWishes = {}): ProviderCall {
  const { at = someMorning, version = '1', certificate = amazonCertificate, fields, forged } = wishes;
  const type = fields?.['Type'] ?? 'Notification';
  const unsigned: Record<string, string> = {
    Type: type,
    MessageId: randomUUID(),
    TopicArn: topicArn,
    Message: message,
    Timestamp: iso(at),
    ...fields,
  };
  // Amazon signs in the order of the bytes of the names.
  const text = Object.keys(unsigned)
    .sort()
    .map((name) => `${name}\n${unsigned[name]}\n`)
    .join('');
  const signature = sign(
    version === '1' ? 'RSA-SHA1' : 'RSA-SHA256',
    Buffer.from(text),
    certificate.privateKey,
  );
  const body = {
    ...unsigned,
    SignatureVersion: version,
    Signature: signature.toString('base64'),
    SigningCertURL: certificateUrl,
    UnsubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}:1`,
    ...forged,
  };
  return {
    headers: { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': type },
    body: JSON.stringify(body, null, 2),
  };
}

/** The request by which Amazon SNS asks whether a subscription is wanted. */
export function subscriptionCall(wishes: SnsWishes = {}): ProviderCall & { confirmUrl: string } {
  const asked = `Action=ConfirmSubscription&TopicArn=${topicArn}&Token=2336412f37`;
  const confirmUrl = `https://sns.eu-west-1.amazonaws.com/?${asked}`;
  const fields = {
    Type: 'SubscriptionConfirmation',
    Token: '2336412f37',
    SubscribeURL: confirmUrl,
    ...wishes.fields,
  };
  return { ...snsCall('You have chosen to subscribe to the topic.', { ...wishes, fields }), confirmUrl };
}

/** The mail that an event of Amazon SES is about. */
export const sesMail = (trace: string, at = someMorning) => ({
  timestamp: iso(at),
  source: 'noreply@ctl.io',
  sendingAccountId: '123456789012',
  messageId: 'EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000',
  destination: ['ada@example.com'],
  headersTruncated: false,
  headers: [
    { name: 'From', value: 'Lumen <noreply@ctl.io>' },
    { name: 'To', value: 'ada@example.com' },
  ],
  tags: { 'ses:configuration-set': ['delivery'], 'ses:source-ip': ['192.0.2.0'], trace: [trace] },
});

export const sesDelivery = (trace: string, at = someMorning) => ({
  eventType: 'Delivery',
  mail: sesMail(trace, at),
  delivery: {
    timestamp: iso(at),
    processingTimeMillis: 11_893,
    recipients: ['ada@example.com'],
    smtpResponse: '250 2.6.0 Message received',
    reportingMTA: 'mta.example.com',
  },
});

interface BounceWishes {
  at?: number;
  type?: string;
  subType?: string;
  [said: string]: unknown;
}

export const sesBounce = (
  trace: string,
  { at = someMorning, type = 'Permanent', subType = 'General', ...said }: BounceWishes = {},
) => ({
  eventType: 'Bounce',
  bounce: {
    bounceType: type,
    bounceSubType: subType,
    bouncedRecipients: [
      {
        emailAddress: 'ada@example.com',
        action: 'failed',
        status: '5.1.1',
        diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        ...said,
      },
    ],
    timestamp: iso(at),
    feedbackId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000',
    reportingMTA: 'dsn; mta.example.com',
  },
  mail: sesMail(trace, at),
});

/** What SendGrid posts. `signedBody`: what was signed, where it is not what is sent. */
export function sendgridCall(events: unknown, { at = someMorning, signedBody = '' } = {}): ProviderCall {
  const body = typeof events === 'string' ? events : `${JSON.stringify(events)}\r\n`;
  const timestamp = String(Math.floor(at / 1000));
  const signature = sign('sha256', Buffer.from(`${timestamp}${signedBody || body}`), sendgridKeys.privateKey);
  return {
    headers: {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-signature': signature.toString('base64'),
      'x-twilio-email-event-webhook-timestamp': timestamp,
    },
    body,
  };
}

export const sendgridEvent = (trace: string, event: string, { at = someMorning, ...rest }: Wishes = {}) => ({
  email: 'ada@example.com',
  timestamp: at / 1000,
  'smtp-id': '<14c5d75ce93.dfd.64b469@ismtpd-555>',
  event,
  category: ['account'],
  sg_event_id: randomBytes(16).toString('base64url'),
  sg_message_id: '14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0',
  trace,
  ...rest,
});

export function postmarkCall(record: unknown, { user = 'postmark', password = '' } = {}): ProviderCall {
  const credentials = `${user}:${password || webhookSettings.postmark.password}`;
  return {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Postmark',
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    },
    body: typeof record === 'string' ? record : JSON.stringify(record),
  };
}

export const postmarkDelivery = (trace: string, at = someMorning) => ({
  RecordType: 'Delivery',
  ServerID: 23,
  MessageStream: 'outbound',
  MessageID: '00000000-0000-0000-0000-000000000000',
  Recipient: 'ada@example.com',
  Tag: '',
  DeliveredAt: iso(at),
  Details: 'smtp;250 2.0.0 OK 1480624905 l186si10190883ite.73 - gsmtp',
  Metadata: { trace },
});

export const postmarkBounce = (trace: string, { at = someMorning, type = 'HardBounce', ...rest } = {}) => ({
  RecordType: 'Bounce',
  ID: 42,
  Type: type,
  TypeCode: 1,
  Name: 'Hard bounce',
  Tag: '',
  MessageID: '00000000-0000-0000-0000-000000000000',
  Metadata: { trace },
  ServerID: 1234,
  Description: 'The server was unable to deliver your message (ex: unknown user, mailbox not found).',
  Details: 'smtp;550 5.1.1 The email account that you tried to reach does not exist.',
  Email: 'ada@example.com',
  From: 'noreply@ctl.io',
  BouncedAt: iso(at),
  DumpAvailable: true,
  Inactive: true,
  CanActivate: true,
  Subject: 'Lumen Email Validation Token',
  MessageStream: 'outbound',
  ...rest,
});

export function mailgunCall(
  event: unknown,
  {
    at = someMorning,
    token = randomBytes(25).toString('hex'),
    key = webhookSettings.mailgun.signingKey,
  } = {},
): ProviderCall {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', key).update(timestamp.concat(token)).digest('hex');
  const body = JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': event });
  return { headers: { 'content-type': 'application/json' }, body };
}

export const mailgunEvent = (trace: string, event: string, { at = someMorning, ...rest }: Wishes = {}) => ({
  event,
  id: 'CPgfbmQMTCKtHW6uIWtuVe',
  timestamp: at / 1000,
  'log-level': 'info',
  recipient: 'ada@example.com',
  'recipient-domain': 'example.com',
  envelope: { sender: 'noreply@ctl.io', targets: 'ada@example.com', transport: 'smtp' },
  'delivery-status': {
    'attempt-no': 1,
    code: 250,
    message: 'OK',
    description: '',
    'mx-host': 'mx.example.com',
    'session-seconds': 0.43,
    tls: true,
  },
  message: { headers: { 'message-id': '1@ctl.io', to: 'ada@example.com' }, size: 1024 },
  'user-variables': { trace },
  ...rest,
});
