import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { migrations as accounts } from '../../src/features/accounts/index.ts';
import {
  migrations as messages,
  openMessageSender,
  recordMessage,
  returnPathOf,
} from '../../src/features/messages/index.ts';
import { migrations as throttle } from '../../src/features/throttle/index.ts';
import { freshDatabase } from './databases.ts';
import { sendingNode } from './sending-node.ts';

const migrations = [...accounts, ...messages, ...throttle];

/** The domain of the return paths. */
export const returnDomain = 'bounces.example.com';

/** A node that sends mail to Ada which can be followed, and what taking its bounces in needs. */
export async function aFollowedMail(t: TestContext) {
  const { db } = await freshDatabase('sqlite', t, { migrations });
  const node = sendingNode(db);
  const follow = (trace: string) => ({ returnPath: returnPathOf(trace, returnDomain) });
  const { sendDueMessages } = openMessageSender({ ...node.deps, follow });
  const logged: [string, object][] = [];
  const logAs = (level: string) => (facts: unknown) => void logged.push([level, facts as object]);
  const log = { info: logAs('info'), warn: logAs('warn'), error: logAs('error') };
  /** Sends another one. @returns where its bounces go */
  const send = async (): Promise<string> => {
    await recordMessage(node.deps, {
      kind: 'account-created',
      to: 'ada@example.com',
      about: 'account:ada',
      fields: { firstName: 'Ada' },
    });
    await sendDueMessages();
    return node.sent.at(-1)?.returnPath ?? assert.fail('The mail carries a return path.');
  };
  return {
    db,
    deps: { ...node.deps, log, returnDomain },
    logged,
    send,
    returnPath: await send(),
    /** What bounces have said so far. */
    async bounces() {
      return db
        .selectFrom('messageEvents')
        .select(['messageId', 'what'])
        .where('source', '=', 'bounce')
        .execute();
    },
    /** Makes filing fail, as without a database, until what is returned is called. */
    async breakDatabase() {
      await db.schema.alterTable('messageEvents').renameTo('hidden').execute();
      return () =>
        db.schema
          .alterTable('hidden' as 'messageEvents')
          .renameTo('messageEvents')
          .execute();
    },
  };
}
