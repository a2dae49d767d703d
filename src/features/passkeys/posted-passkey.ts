import { z } from 'zod';

/** Far above what authenticators make, far below what would hurt. */
const base64url = z
  .string()
  .max(8000)
  .regex(/^[\w-]+$/);
const credential = { id: base64url.max(1400), type: z.literal('public-key') };

const newPasskey = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .default([]),
  }),
});

const givenPasskey = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.max(100).optional(),
  }),
});

export type PostedNewPasskey = z.infer<typeof newPasskey>;
export type PostedPasskey = z.infer<typeof givenPasskey>;

/** What the script on the page posts of a passkey that was made. Undefined where it has not that form. */
export const readNewPasskey = (posted: string): PostedNewPasskey | undefined => read(newPasskey, posted);

/** What the script on the page posts of a passkey that was given. Undefined where it has not that form. */
export const readPasskey = (posted: string): PostedPasskey | undefined => read(givenPasskey, posted);

/** Our pages are in no frame: what was signed in one of another site is not ours. */
const clientData = z.object({ challenge: z.string().max(1000), crossOrigin: z.literal(false).optional() });

/** The challenge that the browser says it had signed. Whether it has, the signature tells. */
export const challengeIn = (clientDataJSON: string): string | undefined =>
  read(clientData, Buffer.from(clientDataJSON, 'base64url').toString('utf8'))?.challenge;

function read<Read>(schema: z.ZodType<Read>, json: string): Read | undefined {
  try {
    return schema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
