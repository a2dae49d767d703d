import { type KeyObject, X509Certificate } from 'node:crypto';
import { type Instant, ok, type Result, refuse } from '../../kernel/index.ts';
import { readLimited } from '../../platform/fetch/index.ts';
import type { FetchAddress, Refusal } from './delivery-webhook.ts';
import { certificateAddress, certificateNames } from './sns-addresses.ts';

/** Amazon has one for each region, and a new one each year. */
const MOST_KEPT = 20;
/** Whoever makes addresses up keeps us busy with so many calls, and no more. */
const MOST_UNDER_WAY = 3;

export type KeyOfCertificate = (address: string, now: Instant) => Promise<Result<KeyObject, Refusal>>;

/**
 * The keys in the certificates that messages of Amazon SNS name. A certificate is trusted because it came over TLS from a host
 * of Amazon SNS, whose own certificate has been checked up to a root that Node trusts; beyond that it must be made out to
 * Amazon SNS, be in date, and hold an RSA key of 2048 bits or more. Its own chain is not followed: Amazon serves it without
 * the certificates between it and the root, and whoever could swap it on that host could swap those too.
 */
export function signingCertificates(fetchAddress: FetchAddress): KeyOfCertificate {
  const kept = new Map<string, X509Certificate>();
  const underWay = new Map<string, Promise<X509Certificate>>();

  const fetchOnce = (url: URL): Promise<X509Certificate> => {
    const coming =
      underWay.get(url.href) ??
      fetchCertificate(fetchAddress, url)
        .then((certificate) => keep(kept, url.href, certificate))
        .finally(() => underWay.delete(url.href));
    underWay.set(url.href, coming);
    return coming;
  };

  return async (address, now) => {
    const url = certificateAddress(address);
    if (!url) return refuse('not-authentic');
    const known = kept.get(url.href);
    if (!known && !underWay.has(url.href) && underWay.size >= MOST_UNDER_WAY) return refuse('unavailable');
    const certificate = known ?? (await fetchOnce(url).catch(() => undefined));
    if (!certificate) return refuse('unavailable');
    return isAmazons(certificate, url, now) ? ok(certificate.publicKey) : refuse('not-authentic');
  };
}

/** @throws where there is none */
async function fetchCertificate(fetchAddress: FetchAddress, url: URL): Promise<X509Certificate> {
  const response = await fetchAddress(url.href);
  const body = await readLimited(response);
  if (response.status !== 200) throw new Error('There is no certificate.');
  return new X509Certificate(body);
}

function keep(kept: Map<string, X509Certificate>, address: string, certificate: X509Certificate) {
  const [oldest] = kept.keys();
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(address, certificate);
  return certificate;
}

function isAmazons(certificate: X509Certificate, url: URL, now: Instant): boolean {
  const { validFromDate, validToDate, publicKey } = certificate;
  const isInDate = validFromDate.getTime() <= now && now <= validToDate.getTime();
  const isMadeOutToIt = certificateNames(url).some((name) =>
    certificate.checkHost(name, { wildcards: false }),
  );
  const bits =
    publicKey.asymmetricKeyType === 'rsa' ? (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  return isInDate && isMadeOutToIt && bits >= 2048;
}
