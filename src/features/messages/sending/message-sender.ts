import type { Way } from '../../../platform/smtp/index.ts';
import { type Lanes, openPlaces } from './places.ts';
import { sendMessage } from './send-message.ts';
import type { SendingDeps } from './sending-deps.ts';
import { type DueMessage, listDueMessages, SMS_LANE } from './tries.queries.ts';
import { openTurns } from './turns.ts';

export interface MessageSender {
  /** Takes up all messages that are due; resolves when each has been tried. May be called while it is at work. */
  sendDueMessages(): Promise<void>;
  /** Takes up nothing more; what is under way goes on. */
  stop(): void;
}

/** More than are under way at once, so that each look finds something new. */
const PAGE = 100;
/** Texts that a gateway is asked for at once. */
const GATEWAY: Way = { name: 'sms', connections: 10 };

export function openMessageSender(deps: SendingDeps): MessageSender {
  const turns = openTurns();
  const wayOf = (lane: string) => (lane === SMS_LANE ? GATEWAY : deps.mailer.wayTo(lane));
  // As many as there are connections to each relay.
  const places = openPlaces(wayOf, [...deps.mailer.ownDomains, SMS_LANE]);
  const underWay = new Set<string>();
  let waiting: DueMessage[] = [];
  let asked = false;
  let lastLookWasFull = false;
  let stopped = false;
  let change = Promise.withResolvers<void>();
  let working: Promise<void> | undefined;

  const tellChange = () => {
    change.resolve();
    change = Promise.withResolvers();
  };

  async function send({ id, lane }: DueMessage): Promise<void> {
    underWay.add(id);
    const giveBack = places.take(lane);
    await sendMessage({ ...deps, turns }, id).catch((fault) =>
      deps.log.error({ message: id, err: fault }, 'A message could not be taken up.'),
    );
    underWay.delete(id);
    giveBack();
    asked ||= waiting.length === 0;
    tellChange();
  }

  const beginWhatFits = () => {
    if (stopped) return;
    waiting = waiting.filter((message) => {
      if (places.isFull(message.lane)) return true;
      void send(message);
      return false;
    });
  };

  async function look(lanes: Lanes): Promise<void> {
    asked = false;
    const found = await turns.together(() =>
      listDueMessages(deps.db, deps.clock.now(), { limit: PAGE, lanes }),
    );
    const known = new Set([...underWay, ...waiting.map(({ id }) => id)]);
    waiting.push(...found.filter(({ id }) => !known.has(id)));
    lastLookWasFull = found.length === PAGE;
  }

  /** For whom it is worth to look, if it is. */
  const worthALook = (): Lanes | undefined => {
    const mayBeMore = asked || (lastLookWasFull && waiting.every(({ lane }) => places.isFull(lane)));
    return !stopped && mayBeMore ? places.freeLanes() : undefined;
  };

  async function work(): Promise<void> {
    for (;;) {
      beginWhatFits();
      for (let lanes = worthALook(); lanes; lanes = worthALook()) {
        await look(lanes);
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
    stop() {
      stopped = true;
    },
  };
}
