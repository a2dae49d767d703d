import PQueue from 'p-queue';
import { listDueMessages } from './messages.queries.ts';
import { sendMessage } from './send-message.ts';
import type { SendingDeps } from './sending-deps.ts';

export interface MessageSender {
  /** Takes up all messages that are due; resolves when each has been tried. May be called while it is at work. */
  sendDueMessages(): Promise<void>;
}

/** As many as there are connections to the relay. */
const AT_ONCE = 5;
const PAGE = 50;

export function openMessageSender(deps: SendingDeps): MessageSender {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const underWay = new Map<string, Promise<void>>();

  const take = (id: string): Promise<void> => {
    const known = underWay.get(id);
    if (known) return known;
    const sending = queue
      .add(() => sendMessage(deps, id))
      .catch((fault) => deps.log.error({ message: id, err: fault }, 'A message could not be taken up.'))
      .finally(() => underWay.delete(id));
    underWay.set(id, sending);
    return sending;
  };

  return {
    async sendDueMessages() {
      const taken: Promise<void>[] = [];
      for (;;) {
        const due = await listDueMessages(deps.db, deps.clock.now(), PAGE);
        const fresh = due.filter((id) => !underWay.has(id));
        taken.push(...fresh.map(take));
        // A slow one holds up no other: the page is only waited for when it is full.
        if (fresh.length < PAGE) break;
        await Promise.all(taken.splice(0));
      }
      await Promise.all(taken);
    },
  };
}
