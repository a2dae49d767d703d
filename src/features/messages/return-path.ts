import type { Sealing } from '../../platform/sealing/index.ts';
import { readTrace } from './message-trace.ts';

/** Where bounces of one try go (VERP): nobody who has not had that mail can name it. At most 64 characters before the @. */
export const returnPathOf = (trace: string, domain: string): string => `bounce+${trace}@${domain}`;

/** The trace in an address that mail came to; undefined where it is no return path that we have made. */
export function traceInReturnPath(
  { sealing, returnDomain }: { sealing: Pick<Sealing, 'digest'>; returnDomain: string },
  address: string,
): string | undefined {
  const [, trace = '', host] = /^<?bounce[+=-]([0-9a-z-]{1,100})@([^@>]+)>?$/i.exec(address.trim()) ?? [];
  if (host?.toLowerCase() !== returnDomain) return undefined;
  return readTrace(sealing, trace) && trace.toLowerCase();
}
