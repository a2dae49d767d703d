import { CONNECTIONS } from '../../platform/smtp/index.ts';
import { openSlots } from './fair-slots.ts';
import { type DueMessage, listDueMessages } from './messages.queries.ts';
import { sendMessage } from './send-message.ts';
import type { SendingDeps } from './sending-deps.ts';
import { openTurns } from './turns.ts';

export interface MessageSender {
  /** Takes up all messages that are due; resolves when each has been tried. May be called while it is at work. */
  sendDueMessages(): Promise<void>;
}

/** More than are under way at once, so that each look finds something new. */
const PAGE = 50;

export function openMessageSender(deps: SendingDeps): MessageSender {
  const turns = openTurns();
  // As many as there are connections to a relay.
  const slots = openSlots(CONNECTIONS);
  const underWay = new Set<string>();
  let waiting: DueMessage[] = [];
  let asked = false;
  let lastLookWasFull = false;
  let change = Promise.withResolvers<void>();
  let working: Promise<void> | undefined;

  const tellChange = () => {
    change.resolve();
    change = Promise.withResolvers();
  };

  async function send({ id, lane }: DueMessage): Promise<void> {
    underWay.add(id);
    slots.take(lane);
    await sendMessage({ ...deps, turns }, id).catch((fault) =>
      deps.log.error({ message: id, err: fault }, 'A message could not be taken up.'),
    );
    underWay.delete(id);
    slots.giveBack(lane);
    asked ||= waiting.length === 0;
    tellChange();
  }

  const beginWhatFits = () => {
    waiting = waiting.filter((message) => {
      if (slots.isFull(message.lane)) return true;
      void send(message);
      return false;
    });
  };

  async function look(): Promise<void> {
    asked = false;
    const limits = { limit: PAGE, exceptLanes: slots.fullLanes() };
    const found = await turns.together(() => listDueMessages(deps.db, deps.clock.now(), limits));
    const known = new Set([...underWay, ...waiting.map(({ id }) => id)]);
    waiting.push(...found.filter(({ id }) => !known.has(id)));
    lastLookWasFull = found.length === PAGE;
  }

  const isWorthALook = () =>
    slots.free() > 0 && (asked || (lastLookWasFull && waiting.every(({ lane }) => slots.isFull(lane))));

  async function work(): Promise<void> {
    for (;;) {
      beginWhatFits();
      while (isWorthALook()) {
        await look();
        beginWhatFits();
      }
      if (underWay.size === 0) return;
      await change.promise;
    }
  }

  return {
    sendDueMessages() {
      asked = true;
      tellChange();
      working ??= work().finally(() => {
        working = undefined;
      });
      return working;
    },
  };
}
