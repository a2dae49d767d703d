import { migrations as accounts } from '../../src/features/accounts/index.ts';
import {
  fileBounce,
  migrations as messages,
  recordMessage,
  returnPathOf,
} from '../../src/features/messages/index.ts';
import { traceOf } from '../../src/features/messages/message-trace.ts';
import { migrations as throttle } from '../../src/features/throttle/index.ts';
import { bounceMail } from '../fixtures/bounces.ts';
import { sendingNode } from './sending-node.ts';

export const bounceMigrations = [...accounts, ...messages, ...throttle];

export const returnDomain = 'bounces.example.com';

/** A node that sends and reads bounces, and what tests ask about its messages. */
export function bouncingNode(...of: Parameters<typeof sendingNode>) {
  const [db] = of;
  const node = sendingNode(...of);
  const deps = { ...node.deps, returnDomain };
  const returnPath = (messageId: string, number = 1) =>
    returnPathOf(traceOf(deps.sealing, { messageId, try: number }), returnDomain);
  return {
    ...node,
    deps,
    returnPath,
    async sentMessage(to = 'ada@example.com') {
      const fields = { firstName: 'Ada' };
      const { id } = await recordMessage(deps, { kind: 'account-created', to, about: 'account:ada', fields });
      await node.send();
      return id;
    },
    /** Files a mail of the fixtures, or any other, as one that came to the return path of a message. */
    bounce: (messageId: string, mail: string | Buffer) =>
      fileBounce(deps, {
        recipient: returnPath(messageId),
        raw: typeof mail === 'string' ? bounceMail(mail) : mail,
      }),
    message: (id: string) =>
      db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    /** What bounces have said of it. */
    heard: (id: string) =>
      db
        .selectFrom('messageEvents')
        .select(['what', 'code', 'words', 'server', 'at', 'try'])
        .where('messageId', '=', id)
        .where('source', '=', 'bounce')
        .execute(),
  };
}
