import { z } from 'zod';
import { signalTypes } from '../../features/links/index.ts';
import { exactText } from '../../features/services/index.ts';

/** Fields that we do not know are ignored: services may send more one day. */
const signalBody = z.object({
  type: z.enum(signalTypes),
  account: z.object({ id: exactText }),
});

export type SignalBody = z.output<typeof signalBody>;

/** @returns undefined where it is not what the contract says */
export function readSignal(body: string): SignalBody | undefined {
  try {
    return signalBody.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
