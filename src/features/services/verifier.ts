import type { Clock } from '../../kernel/index.ts';
import type { Log } from '../../platform/log/index.ts';

/** A service account as its service describes it. */
export interface ServiceAccount {
  /** The service's stable, canonical id: the only thing that says which service account it is. */
  id: string;
  /** Only shown. */
  username: string;
  displayName?: string | undefined;
  multiFactorRequired?: boolean | undefined;
}

/** That somebody has just proved a service account to be theirs: of which service, and exactly which one. */
export interface ServiceAccountProof {
  serviceId: string;
  account: ServiceAccount;
}

export type VerifierOutcome =
  | ({ outcome: 'match' } & ServiceAccountProof)
  /** The last three only where the password was right. */
  | { outcome: 'mismatch' | 'locked' | 'password-expired' | 'second-step-required' }
  /** Nothing was learned about the password: the try is given back. */
  | { outcome: 'unavailable' };

export interface Credentials {
  username: string;
  password: string;
}

/** A way of asking a service. It never throws: what goes wrong is logged and is `unavailable`. */
export type Verifier = (credentials: Credentials) => Promise<VerifierOutcome>;

export interface VerifierDeps {
  clock: Clock;
  log: Pick<Log, 'warn'>;
  /** Of the attempt that asks, for the log. */
  reference?: string | undefined;
}
