import type { Clock } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { shortened } from '../../platform/smtp/index.ts';
import { fileStep } from './events.queries.ts';
import { readTrace } from './message-trace.ts';
import type { Word } from './message-word.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'digest'>;
}

/**
 * Files what a bounce or a provider says about a try of ours: once, however often and in whatever order words come.
 * @returns `unknown` for a trace that is not ours or a message that is gone, `repeated` for a word filed before
 */
export async function fileWord(deps: Deps, word: Word): Promise<'filed' | 'repeated' | 'unknown'> {
  const { db, clock, sealing } = deps;
  const about = readTrace(sealing, word.trace);
  if (!about) return 'unknown';
  return fileStep(db, {
    ...about,
    now: clock.now(),
    step: {
      what: word.what,
      source: word.source,
      code: word.code && shortened(word.code).slice(0, 20),
      words: word.words && shortened(word.words),
      server: word.server && shortened(word.server).slice(0, 253),
      at: word.at,
      wordKey: sealing.digest(`${word.source} ${about.try} ${word.wordId}`, 'message-word'),
    },
  });
}
