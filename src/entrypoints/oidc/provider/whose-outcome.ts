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
