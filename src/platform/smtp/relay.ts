import { type Clock, type Instant, seconds } from '../../kernel/index.ts';
import type { AnswerTurn } from './answer-turn.ts';
import type { Letter } from './compose.ts';
import type { Delivery, Unusable } from './delivery.ts';
import { openRoom } from './room.ts';
import type { SmtpSettings } from './smtp-settings.ts';
import { openConnections } from './transport.ts';

/** What mail leaves by, and how much of it at once. */
export interface Way {
  readonly name: string;
  readonly connections: number;
}

/** One relay, with its pool of connections. */
export interface Relay {
  readonly way: Way;
  /** Never throws for what the relay or the network does. */
  send(letter: Letter, turn: AnswerTurn): Promise<Delivery | Unusable>;
  /** It let nobody in a moment ago. */
  isDown(): boolean;
  close(): void;
}

/** To each relay, unless the configuration says more or fewer. */
const CONNECTIONS = 20;
/** Connections that a relay refuses one message in a row for now, while others have theirs. */
const MOST_REFUSED = 3;
/** So that not each message waits for a relay that is away. */
const STAYS_DOWN = seconds(30);

export function openRelay(settings: SmtpSettings, deps: { clock: Pick<Clock, 'now'> }): Relay {
  const { clock } = deps;
  const server = settings.name ?? settings.host;
  const connections = settings.connections ?? CONNECTIONS;
  const opened = openConnections({ ...settings, connections });
  const room = openRoom(connections, deps);
  let down: { until: Instant; last: Unusable } | undefined;
  let asking = false;

  const isDown = () => down !== undefined && clock.now() < down.until;
  /** @param asks whether it finds out if the relay is back; another one that it is down for is not tried */
  async function sendOnce(letter: Letter, turn: AnswerTurn, asks: boolean) {
    const { letIn, leave } = await room.enter();
    try {
      // Found out by another one, while this one waited.
      if (!asks && down && isDown()) return { tried: down.last, isRefused: false };
      const tried = await opened.pass(letter, { turn, letIn });
      const isDownNow = tried.outcome === 'unusable' && tried.down;
      // "Too many connections" says nothing of those that there are: this one waits for one of them.
      const isRefused = isDownNow && tried.code?.startsWith('4') === true && room.narrow();
      // Known before the next one is let in.
      down = isDownNow && !isRefused ? { until: clock.now() + STAYS_DOWN, last: tried } : undefined;
      return { tried, isRefused };
    } finally {
      leave();
    }
  }
  async function tryToSend(letter: Letter, turn: AnswerTurn, asks = false): Promise<Delivery | Unusable> {
    const toldOfServer: AnswerTurn = {
      ...turn,
      accepted: (delivery) => turn.accepted?.({ ...delivery, server }),
    };
    for (let goes = 1; ; goes++) {
      const { tried, isRefused } = await sendOnce(letter, toldOfServer, asks);
      if (tried.outcome !== 'unusable') return { ...tried, server };
      if (!isRefused || goes === MOST_REFUSED) return tried;
    }
  }

  return {
    way: { name: server, connections },
    isDown,
    async send(letter, turn) {
      if (!down || !isDown()) return tryToSend(letter, turn);
      // One asks whether it is back; the others need not wait for the answer.
      if (asking) return down.last;
      asking = true;
      return tryToSend(letter, turn, true).finally(() => {
        asking = false;
      });
    },
    close: () => opened.close(),
  };
}
