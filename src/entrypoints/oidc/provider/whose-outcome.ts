import type { IncomingMessage } from 'node:http';
import { equalSecrets } from '../../../platform/sealing/index.ts';
import type { OidcPorts } from '../ports.ts';
import type { AttemptResult } from './ask-next-step.ts';

/**
 * Whether an outcome was left by another browser than the one that comes to collect it: the cookie that
 * leads to it can be planted by a sibling host, to sign somebody in as the planter.
 */
export function isAnotherBrowsers(
  { browserMark }: Pick<OidcPorts, 'browserMark'>,
  result: object | undefined,
  request: IncomingMessage,
): boolean {
  const { browser } = (result ?? {}) as Partial<AttemptResult>;
  return browser !== undefined && !equalSecrets(browser, browserMark(request));
}

/**
 * Whether an interaction may go on in this request: its outcome is this browser's, and nothing has ended the attempt
 * that it came from. What a change of the account ends includes sign-ins that nobody has collected yet, and what a service
 * ends includes proofs of its account that were given in an earlier session.
 */
export async function mayBeCollected(
  ports: Pick<OidcPorts, 'browserMark' | 'outcomeStands'>,
  { result, cid }: { result?: object | undefined; cid?: string | undefined },
  request: IncomingMessage,
): Promise<boolean> {
  if (isAnotherBrowsers(ports, result, request)) return false;
  const { browser, login } = (result ?? {}) as Partial<AttemptResult>;
  // Every outcome of an attempt names its browser.
  return browser === undefined || ports.outcomeStands(cid ?? '', login?.accountId);
}
