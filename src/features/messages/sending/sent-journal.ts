import type { Instant } from '../../../kernel/index.ts';
import type { Journal } from '../../../platform/journal/index.ts';
import type { Step } from '../events.queries.ts';
import type { Message } from '../messages.queries.ts';
import type { SentAs } from './tries.queries.ts';

/** One try that was accepted, as `settleTry` takes it. */
export interface SentNote {
  message: Pick<Message, 'id' | 'tries'>;
  outcome: { step: Step & { what: 'sent' }; sentAs: SentAs };
  at: Instant;
}

/** What was sent and is not in the database yet. */
export type SentJournal = Journal<SentNote>;
