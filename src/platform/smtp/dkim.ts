import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface DkimSettings {
  domain: string;
  selector: string;
  /** Path of a PEM file. */
  privateKeyFile: string;
}

/** What a receiver reads of the mail. Nothing that a relay or provider adds, changes or takes out on the way. */
const SIGNED = 'From:To:Subject:Date:Message-ID:MIME-Version:Content-Type';

/** RFC 8301: shorter ones must not be used, and are not believed. */
const SHORTEST_KEY = 1024;

/**
 * How the library signs (RFC 6376).
 * @throws with a sentence where the key cannot sign: the library would send unsigned mail without a word
 */
export function dkimOptions({ domain, selector, privateKeyFile }: DkimSettings) {
  const key = privateKeyIn(privateKeyFile);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < SHORTEST_KEY) {
    throw new Error(
      `mail.dkim.privateKeyFile names ${privateKeyFile}, which is no RSA key of ${SHORTEST_KEY} bits or more.`,
    );
  }
  return {
    domainName: domain,
    keySelector: selector,
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    headerFieldNames: SIGNED,
  };
}

function privateKeyIn(file: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(file));
  } catch (fault) {
    // The library's own words name parts of the file at times.
    throw new Error(`mail.dkim.privateKeyFile names ${file}, which holds no private key in PEM.`, {
      cause: fault,
    });
  }
}
