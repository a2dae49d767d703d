// An authenticator in software: it makes passkeys and gives them as WebAuthn says, and can be told to do it wrong.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What may be different from what is right. */
export interface Deviation {
  origin?: string;
  rpId?: string;
  challenge?: string;
  /** The person was there, and the authenticator made sure of who it was. */
  userVerified?: boolean;
  counter?: number;
  userHandle?: string;
  type?: string;
  crossOrigin?: boolean;
}

interface RequestOptions {
  challenge: string;
  rpId: string;
}
interface CreationOptions {
  challenge: string;
  rp: { id: string };
  user: { id: string };
}

export interface Authenticator {
  /** As the script on the page posts it. */
  make(options: object, deviation?: Deviation): string;
  give(options: object, deviation?: Deviation): string;
  readonly credentialId: string;
}

/** @param settings `counts`: it counts its signatures, as security keys do; `portable`: its key is synchronised */
export function newAuthenticator(
  origin: string,
  { counts = false, portable = false }: { counts?: boolean; portable?: boolean } = {},
): Authenticator {
  const id = randomBytes(32);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let counter = 0;
  let userHandle = '';

  const said = (rpId: string, deviation: Deviation, made?: Buffer): Buffer => {
    if (counts) counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(deviation.counter ?? counter);
    const flags = 1 | (deviation.userVerified === false ? 0 : 4) | (portable ? 24 : 0) | (made ? 64 : 0);
    return Buffer.concat([sha256(deviation.rpId ?? rpId), Buffer.from([flags]), count, made ?? Buffer.of()]);
  };
  const clientData = (type: string, challenge: string, deviation: Deviation): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: deviation.type ?? type,
        challenge: deviation.challenge ?? challenge,
        origin: deviation.origin ?? origin,
        crossOrigin: deviation.crossOrigin ?? false,
      }),
    );
  const credentialId = id.toString('base64url');

  return {
    credentialId,
    make(options, deviation = {}) {
      const { challenge, rp, user } = options as CreationOptions;
      userHandle = user.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const made = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const authData = said(rp.id, deviation, made);
      return JSON.stringify({
        id: credentialId,
        type: 'public-key',
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, deviation).toString('base64url'),
          attestationObject: attestation(authData).toString('base64url'),
          transports: ['internal', 'hybrid'],
        },
      });
    },
    give(options, deviation = {}) {
      const { challenge, rpId } = options as RequestOptions;
      const authData = said(rpId, deviation);
      const client = clientData('webauthn.get', challenge, deviation);
      const signature = sign('sha256', Buffer.concat([authData, sha256(client)]), privateKey);
      return JSON.stringify({
        id: credentialId,
        type: 'public-key',
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signature.toString('base64url'),
          userHandle: deviation.userHandle ?? userHandle,
        },
      });
    },
  };
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

/** CBOR (RFC 8949), as much as there is of it in what follows. */
const bytes = (value: Buffer): Buffer => {
  const { length } = value;
  // The shortest form, as authenticators have to.
  const head = length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), value]);
};
const text = (value: string): Buffer =>
  Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);

const attestation = (authData: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    bytes(authData),
  ]);

/** kty 2 (elliptic curve), alg -7 (ES256), crv 1 (P-256), x, y (RFC 9053). */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const coordinate = (value: string) => bytes(Buffer.from(value, 'base64url'));
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    coordinate(x),
    Buffer.from([0x22]),
    coordinate(y),
  ]);
}
