/** The steps of sign-in, in the order in which they are asked for. */
export type Step =
  | 'email'
  | 'register'
  | 'password'
  | 'code'
  | 'new-password'
  | 'enrol-totp'
  | 'keep-account'
  | 'link'
  | 'done';

/** `now`: in this attempt. `earlier`: by the session, where that still counts for this request. */
export type Proven = 'no' | 'earlier' | 'now';

/** What decides on the next step. Everything is a fact of this moment; nothing is remembered from page to page. */
export interface Facts {
  /** Whether the person has said who they are: an address in this attempt, or a session. */
  named: boolean;
  /** The account of that address or session: none, usable, or disabled or deleted. */
  account: 'unknown' | 'active' | 'inactive';
  /** Whether an address without an account is told so and led to registration. */
  discovery: 'open' | 'hidden';
  proven: {
    /** Or a passkey in its place. */
    password: Proven;
    /** Given within the last hour: what a link asks for, so that nobody links at a browser that was left open. */
    passwordLately: boolean;
    secondFactor: Proven;
    /** A passkey stood in for the password: that may have run out, for nobody gave it. */
    passkeyInstead: boolean;
  };
  passwordExpired: boolean;
  /** `wanted`: chosen at registration, or required by the service, the company or the request. */
  secondFactor: 'none' | 'wanted' | 'enrolled';
  /** The person has asked for the account to be deleted, and its time has not come yet. */
  toBeDeleted: boolean;
  /** The service account that this attempt opens the service with: settled, still to be proven, or none needed. */
  serviceAccount: 'settled' | 'missing' | 'not-needed';
}

/**
 * What is to be done next. Pure; it alone decides, for the hub and for the provider's policy. An
 * expired password is replaced only after the code, so that a stolen one replaces nothing.
 */
export function nextStep(facts: Facts): Step {
  if (!facts.named) return 'email';
  if (facts.account === 'unknown' && facts.discovery === 'open') return 'register';
  // A missing or disabled account is asked for its password like any other: the page tells nobody which it is.
  if (facts.account !== 'active' || facts.proven.password === 'no') return 'password';
  if (facts.secondFactor === 'enrolled' && !isFactorProven(facts.proven)) return 'code';
  if (facts.passwordExpired && !facts.proven.passkeyInstead) return 'new-password';
  if (facts.secondFactor === 'wanted') return 'enrol-totp';
  // Manage My Account stays open: there the account can be kept, and nothing else is opened until it is.
  if (facts.toBeDeleted && facts.serviceAccount !== 'not-needed') return 'keep-account';
  if (facts.serviceAccount === 'missing') return facts.proven.passwordLately ? 'link' : 'password';
  return 'done';
}

/**
 * Whoever gives the password anew signs in anew, and what a service is told of that is what was given in it. So the
 * factor is asked for with it: else the session, which has proven one, would be one without from then on.
 */
const isFactorProven = ({ password, secondFactor }: Facts['proven']): boolean =>
  secondFactor === 'now' || (secondFactor === 'earlier' && password !== 'now');
