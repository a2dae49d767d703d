import { measuring } from '../../platform/metrics/index.ts';
import { type SpanFacts, spanned } from '../../platform/tracing/index.ts';
import { httpVerifier } from './http-verifier.ts';
import type { Service } from './service.ts';
import type { Credentials, Verifier, VerifierDeps, VerifierOutcome } from './verifier.ts';

/** What is longer is no username or password of anybody, and is not passed on to a service. */
const LONGEST_USERNAME = 256;
const LONGEST_PASSWORD = 1024;

/** What is needed to ask a service. */
interface Asked extends Pick<Service, 'id' | 'verifier'> {
  client: Pick<Service['client'], 'internalHosts'>;
}

/** A service was asked. Its id is from the configuration. */
export const verifications = measuring<{
  service: string;
  outcome: VerifierOutcome['outcome'];
  seconds: number;
}>('verification');

/**
 * Asks a service whether a username and password are right. Answers within 3 s.
 * The password is used for this one question and kept nowhere.
 */
export async function verifyServiceAccount(
  deps: VerifierDeps,
  { service, username, password }: Credentials & { service: Asked },
): Promise<VerifierOutcome> {
  if (!isWithin(username, LONGEST_USERNAME) || !isWithin(password, LONGEST_PASSWORD)) {
    return { outcome: 'mismatch' };
  }
  const asked = performance.now();
  const attributes: SpanFacts['attributes'] = { 'master_account.service': service.id };
  const verdict = await spanned({ name: 'verify', attributes }, async () => {
    const answer = await verifierOf(deps, service)({ username, password });
    attributes['master_account.outcome'] = answer.outcome;
    return answer;
  });
  const seconds = (performance.now() - asked) / 1000;
  verifications.tell({ service: service.id, outcome: verdict.outcome, seconds });
  return verdict;
}

function verifierOf(deps: VerifierDeps, { id, verifier, client }: Asked): Verifier {
  switch (verifier.type) {
    case 'http':
      return httpVerifier(deps, {
        serviceId: id,
        url: verifier.url,
        secret: verifier.secret,
        internalHosts: client.internalHosts,
      });
  }
}

const isWithin = (text: string, longest: number): boolean => text.length > 0 && text.length <= longest;
