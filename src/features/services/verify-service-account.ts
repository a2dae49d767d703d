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
  return verifierOf(deps, service)({ username, password });
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
