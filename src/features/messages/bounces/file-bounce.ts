import type { Clock } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';

export interface FileBounceDeps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
  /** The domain of our return paths. */
  returnDomain: string;
}

export interface IncomingMail {
  /** The addresses that it came to: of the envelope, or where that is gone, of the headers that keep it. */
  recipients: readonly string[];
  /** Headers and body as they arrived; of bounded size. */
  raw: Buffer;
}

/**
 * Files what a mail to a return path of ours says of the message that it belongs to. Only the return path decides which
 * message that is; nothing that the mail itself says.
 * @returns `unknown` where no recipient is a return path that we have made, `nothing-said` for a mail that is no report
 */
export async function fileBounce(
  _deps: FileBounceDeps,
  _mail: IncomingMail,
): Promise<'filed' | 'repeated' | 'unknown' | 'nothing-said'> {
  throw new Error('Not written yet.');
}
