import { readTrace, traceInReturnPath } from '../../features/messages/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';

/** Whether we have made this address: nobody else can make one that passes. */
export function isReturnPath(
  { sealing, returnDomain }: { sealing: Pick<Sealing, 'digest'>; returnDomain: string },
  address: string,
): boolean {
  const trace = traceInReturnPath(address, returnDomain);
  return trace !== undefined && readTrace(sealing, trace) !== undefined;
}
