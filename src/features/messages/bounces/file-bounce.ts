import type { Clock } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Log } from '../../../platform/log/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';
import { fileWord } from '../file-word.ts';
import { traceInReturnPath } from '../return-path.ts';
import { readBounce, type Said } from './read-bounce.ts';

export interface FileBounceDeps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
  log: Pick<Log, 'error'>;
  /** The domain of our return paths. */
  returnDomain: string;
}

export interface IncomingMail {
  /** The address that it came to. */
  recipient: string;
  /** Headers and body as they arrived; of bounded size. */
  raw: Buffer;
}

/**
 * Files what a mail to a return path of ours says of the message that it belongs to. Only the return path decides which
 * message that is; nothing that the mail itself says.
 * @returns `unknown` where the recipient is no return path that we have made, `nothing-said` for a mail that is no report,
 *   `unreadable` for one that the reader stumbles over, which is a fault of ours
 */
export async function fileBounce(
  deps: FileBounceDeps,
  mail: IncomingMail,
): Promise<'filed' | 'repeated' | 'unknown' | 'nothing-said' | 'unreadable'> {
  // First, because it costs next to nothing: a flood of mail to return paths that are none is not even read.
  const trace = traceInReturnPath(deps, mail.recipient);
  if (trace === undefined) return 'unknown';
  const said = readSafely(deps, mail.raw);
  if (said === 'unreadable') return said;
  if (!said) return 'nothing-said';
  const { at = deps.clock.now(), ...word } = said;
  return fileWord(deps, { ...word, at, trace, source: 'bounce' });
}

/** A mail that the reader stumbles over must not come back for ever: it is taken, and told in the log. */
function readSafely({ log }: Pick<FileBounceDeps, 'log'>, raw: Buffer): Said | 'unreadable' | undefined {
  try {
    return readBounce(raw);
  } catch (fault) {
    log.error({ err: fault, size: raw.length }, 'A bounce could not be read.');
    return 'unreadable';
  }
}
