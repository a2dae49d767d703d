// Bounces coming in as in the product: over its own SMTP listener, which is the next hop of a Postfix for the domain of
// our return paths.
import { takeInBounces } from '../../src/entrypoints/bounces/index.ts';
import { until } from '../support/postfix.ts';
import { returnDomain, type Sender } from './sender.ts';

interface TakenIn {
  outcome: string;
  size: number;
}

export interface Bounces {
  /** What has come in so far. */
  taken: TakenIn[];
  /** Waits for so many. */
  come(count: number): Promise<TakenIn[]>;
  stop(): Promise<void>;
}

/** Takes bounces of the sender's messages in, on a port that a Postfix knows already. */
export async function takingBounces(
  { deps, outlives }: Sender,
  { port, domain = returnDomain }: { port: number; domain?: string },
): Promise<Bounces> {
  const taken: TakenIn[] = [];
  const log = { ...deps.log, info: (facts: object) => void taken.push(facts as TakenIn) };
  const listener = await takeInBounces({ ...deps, log }, { domain, listen: { host: '127.0.0.1', port } });
  outlives(listener);
  return {
    taken,
    stop: () => listener.stop(),
    async come(count) {
      await until(`${count} bounces come in`, () => taken.length >= count);
      return taken;
    },
  };
}
