import { smsPrefixOf } from '../../phones/index.ts';
import type { BudgetName } from '../../throttle/index.ts';
import { kindOf } from '../message-kinds.ts';
import type { Message } from '../messages.queries.ts';

/** What a message is counted on before it is sent, the narrowest budget first. */
export function sendingBudgets({
  kind,
  recipient,
}: Pick<Message, 'kind' | 'recipient'>): [budget: BudgetName, subject: string][] {
  const { channel, unasked } = kindOf(kind);
  if (channel === 'sms') {
    return [
      ['texts-to-number', recipient],
      ['texts-to-number-daily', recipient],
      ['texts-to-prefix', smsPrefixOf(recipient)],
      ['all-texts', 'all'],
    ];
  }
  return [
    [unasked ? 'unasked-mail-to-address' : 'mail-to-address', recipient],
    ['all-mail', 'all'],
  ];
}
