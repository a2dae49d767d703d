import { type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { readJson } from './bounded-json.ts';
import { isoInstant } from './fields.ts';

// What Amazon SNS posts: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html. The signature stands in
// the body, so the body has to be parsed before it can be checked; nothing else is done with it until then.

const message = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().regex(/^[\w-]{1,100}$/),
  TopicArn: z.string(),
  Timestamp: z.string(),
  Subject: z.string().nullish(),
  Message: z.string(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(2000),
  SigningCertURL: z.string().max(300),
});

export type SnsMessage = z.output<typeof message> & { sentAt: number };

/** @returns undefined where it is none */
export function readSnsMessage(body: Buffer): SnsMessage | undefined {
  const { data } = message.safeParse(readJson(body));
  const sentAt = isoInstant.safeParse(data?.Timestamp).data;
  return data && sentAt !== undefined ? { ...data, sentAt } : undefined;
}

type Field = Exclude<keyof SnsMessage, 'sentAt'>;

const forSubscriptions = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
] as const;
const signedFields: Record<SnsMessage['Type'], readonly Field[]> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: forSubscriptions,
  UnsubscribeConfirmation: forSubscriptions,
};

/**
 * The text that is signed: names and values, each with a line feed. Values may hold line feeds too, but what is signed for
 * one topic cannot be read as another's: topic and type come last, and each is compared whole.
 */
const signedText = (message: SnsMessage): string =>
  signedFields[message.Type]
    .filter((name) => message[name] !== undefined && message[name] !== null)
    .map((name) => `${name}\n${message[name]}\n`)
    .join('');

/**
 * Version 1, which is Amazon's default, signs with SHA-1. Texts that were made to collide differ at most in their middle, and
 * what they end with is the same: here that is the topic, so nothing signed for another topic passes for ours.
 */
export function isSignedWith(key: KeyObject, message: SnsMessage): boolean {
  const algorithm = message.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1';
  return verify(algorithm, Buffer.from(signedText(message)), key, Buffer.from(message.Signature, 'base64'));
}
