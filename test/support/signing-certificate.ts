// An X.509 certificate made in the test itself, as a provider signs with: Node can read one and not make one.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { days } from '../../src/kernel/index.ts';
import { someMorning } from './clock.ts';

export interface SigningCertificate {
  pem: string;
  privateKey: KeyObject;
}

interface Wishes {
  /** The host that it is made out to. */
  name?: string;
  from?: number;
  to?: number;
  bits?: number;
}

/** A self-signed certificate for a host, with an RSA key, in date for the standing clock of the tests. */
export function signingCertificate({
  name = 'sns.amazonaws.com',
  from = someMorning - days(30),
  to = someMorning + days(300),
  bits = 2048,
}: Wishes = {}): SigningCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const algorithm = sequence(oid('2a864886f70d01010b'), der(0x05));
  const subject = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))));
  const names = sequence(oid('551d11'), der(0x04, sequence(der(0x82, Buffer.from(name)))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    subject,
    sequence(time(from), time(to)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(names)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const base64 = sequence(body, algorithm, signature).toString('base64');
  return { pem: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`, privateKey };
}

/** One value of ASN.1 in DER: tag, length, contents. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const contents = Buffer.concat(parts);
  const { length } = contents;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), contents]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const time = (instant: number) =>
  der(0x17, Buffer.from(`${new Date(instant).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
