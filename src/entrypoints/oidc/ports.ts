import type { IncomingMessage } from 'node:http';
import type { Instant, Result } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';

/** `aal1`: a password. `aal2`: with a second factor. */
export type Acr = 'aal1' | 'aal2';

/** What a browser's session has proven about its person. */
export interface Proofs {
  accountId: string;
  authenticatedAt: Instant;
  /** RFC 8176 values: `pwd`, `otp`, `hwk`, `mfa`. */
  amr: string[];
  acr: Acr;
}

/** The claim `service_account`: whom the service should see. `once`: verified for this one sign-on, not linked. */
export interface ServiceAccount {
  /** The service's own canonical id. */
  id: string;
  username: string;
  access: 'linked' | 'once';
}

/** What the service asked for. */
export interface RequestParams {
  /** `login`, `select_account`, …; what has been satisfied in this run is no longer among them. */
  prompt: string[];
  /** Milliseconds. */
  maxAge?: number;
  /** In the service's order of preference; or what it demands, where it does. */
  acrValues: string[];
  loginHint?: string;
}

/** Asked by the policy at each authorization request and each resumption. */
export interface Question {
  /** The service that the client belongs to. */
  serviceId: string;
  clientId: string;
  /** The live session of this browser, with what this run has just added to it. Without one nobody is asked. */
  session: Proofs;
  params: RequestParams;
  /** What the finished attempt of this run brought: present only when it has just been finished. */
  finished?: { signedIn: boolean; serviceAccount?: ServiceAccount };
}

/** `done` carries the service account, except for clients that belong to no service with accounts of its own. */
export type Answer =
  | {
      step:
        | 'email'
        | 'register'
        | 'password'
        | 'code'
        | 'new-password'
        | 'enrol-totp'
        | 'keep-account'
        | 'link';
    }
  | { step: 'done'; serviceAccount?: ServiceAccount };

/** The account as its claims need it. */
export interface ActiveAccount {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
}

/** A run through sign-in begins, or goes on after a result that did not satisfy. */
export interface Arrival {
  /** The attempt's id: stays the same over all prompts of one authorization request. Safe in a URL. */
  cid: string;
  /** The interaction's id, new with every prompt; the browser holds it in a cookie. At rest only its digest. */
  uid: string;
  serviceId: string;
  clientId: string;
  /** The live session, if any. */
  session?: Proofs;
  /** The session does not count for this request (`prompt=login`, `max_age`, another person hinted, account gone). */
  signInAgain: boolean;
  params: RequestParams;
  expiresAt: Instant;
  request: IncomingMessage;
}

/** The outcome of an attempt that is done. */
export interface Outcome {
  accountId: string;
  /** What the person proved in this attempt; absent where the live session was enough. */
  signIn?: { authenticatedAt: Instant; amr: string[]; acr: Acr };
  serviceAccount?: ServiceAccount;
}

/** What cannot be shown as a redirect back to the service. */
export type OidcProblem = {
  /** The service that the person came from, where it is known. */
  serviceId?: string;
  /** For the log; never shown. */
  detail: string;
} & (
  | {
      /**
       * `expired`: the attempt or its cookies are gone, start again. `refused`: the request itself is wrong,
       * starting again does not help. `fault`: ours. `unavailable`: the database cannot be used at this moment.
       */
      kind: 'expired' | 'refused' | 'fault' | 'unavailable';
    }
  /** From this network. */
  | { kind: 'too-many'; retryAt: Instant }
);

/** A page as it goes over the wire, with the headers that every page of ours has (CSP and its kin). */
export interface RenderedPage {
  body: string;
  headers: Record<string, string>;
}

/** A service that is about to be opened in a session. */
export interface OpenedAs {
  accountId: string;
  clientId: string;
  serviceAccount: ServiceAccount;
  /** The attempt that this request comes from, if any. */
  cid: string | undefined;
}

/** The rest of the product, as this entrypoint needs it. */
export interface OidcPorts {
  /** With the account of the session, from the same reading; undefined where it is gone, disabled or deleted. */
  nextStepFor(question: Question): Promise<Answer & { account: ActiveAccount | undefined }>;
  /** @returns `Set-Cookie` headers to send along, if any, and the step that it begins with, where that is known already */
  beginAttempt(arrival: Arrival): Promise<{ setCookies?: string[]; step?: string }>;
  /** Counts an authorization request that is about to begin an attempt. */
  countArrival(request: IncomingMessage): Promise<Result<unknown, { retryAt: Instant }>>;
  /** The account for its claims; undefined where it is gone, disabled or deleted. */
  findActiveAccount(accountId: string): Promise<ActiveAccount | undefined>;
  renderError(problem: OidcProblem, request: IncomingMessage): Promise<RenderedPage>;
  /** A digest of the browser's own id, which no other host can plant. */
  browserMark(request: IncomingMessage): string;
  /** Whether the attempt that an outcome came from is there still, done, and that account's where somebody signed in. */
  outcomeStands(cid: string, accountId: string | undefined): Promise<boolean>;
  /**
   * The same in a transaction, and nothing ends the attempt before that is over: what is written in it cannot be overtaken
   * by a change that meant to end it.
   */
  holdOutcome(trx: Db, cid: string, accountId: string): Promise<boolean>;
  /**
   * Whether whom the service is to see may still be told, held until the transaction is over: the link stands, or the
   * attempt in which the service account was proven for this once.
   */
  holdServiceAccount(trx: Db, opened: OpenedAs): Promise<boolean>;
  /** The client's address, as the configured proxies tell it. */
  clientAddress(request: IncomingMessage): string;
}

/** The session that a browser is signed in with. */
export interface CurrentSession extends Proofs {
  uid: string;
  expiresAt: Instant;
  /** The clients that have been opened in it. */
  clientIds: string[];
}

/** A session's id that is not in force yet. */
export interface NewSessionId {
  /** What is kept of it: with that in the session's row it is in force. */
  digest: string;
  /** What is kept of the id that the browser came with; empty where it came with none. */
  under: string;
  /** `Set-Cookie` headers of the session's cookie. */
  setCookies: string[];
}

/** How whoever signs out comes, for the audit. */
export interface SigningOut {
  /** Browser and system in words. */
  browser: string | undefined;
  /** Of the request. */
  reference: string;
}

/** Which services were told of a sign-out, by client id. */
export interface SignedOut {
  told: string[];
  /** They did not answer yet; the worker goes on trying. */
  pending: string[];
  /** They have no address to be told at: the person may still be signed in there. */
  silent: string[];
  /** `Set-Cookie` headers that expire the session's cookie. */
  setCookies: string[];
}

/** Which sessions of a service end: those of these accounts, and those opened with this service account. */
export interface ServiceSessionsEnding {
  serviceId: string;
  /** Undefined where only the accounts say which. */
  serviceAccountId: string | undefined;
  accountIds: string[];
}
