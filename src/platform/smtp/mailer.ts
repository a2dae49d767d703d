import { type Clock, systemClock } from '../../kernel/index.ts';
import type { AnswerTurn } from './answer-turn.ts';
import { openComposer } from './compose.ts';
import type { Delivery, Unusable } from './delivery.ts';
import { type DkimSettings, dkimOptions } from './dkim.ts';
import { domainOf, type Mail } from './mail.ts';
import { openRelay, type Relay, type Way } from './relay.ts';
import type { SmtpSettings } from './smtp-settings.ts';

export interface Mailer {
  /**
   * Never throws for what a relay or the network does: that is a delivery of its own kind.
   */
  send(mail: Mail, turns?: Partial<SendingTurns>): Promise<Delivery>;
  /** What mail to a domain leaves by as things stand: the first relay for it that is not down. */
  wayTo(domain: string): Way;
  /** Domains that have relays of their own. */
  readonly ownDomains: readonly string[];
  close(): void;
}

/** When what is done; where a part is absent, nothing waits. */
export interface SendingTurns {
  /** Gives a turn for the answer of a relay; asked for each one that the mail is tried at. */
  turnOf(way: Way): AnswerTurn;
  /** Lets the mail be written out and signed, which keeps the process busy. */
  together<Value>(act: () => Promise<Value>): Promise<Value>;
}

export interface FurtherRelay extends SmtpSettings {
  /** Recipient domains that it is for; it is a fallback for all mail where absent. */
  domains?: readonly string[] | undefined;
}

export interface MailerOptions {
  /** In the order in which they are tried. */
  relays?: readonly FurtherRelay[];
  dkim?: DkimSettings | undefined;
  clock?: Pick<Clock, 'now'>;
}

/**
 * Opens the relay of all mail, and further ones.
 * @throws with a sentence where mail cannot be signed as the settings say
 */
export function openMailer(
  smtp: SmtpSettings,
  { relays = [], dkim, clock = systemClock }: MailerOptions = {},
): Mailer {
  const deps = { clock };
  const compose = openComposer(dkim && dkimOptions(dkim));
  const main = openRelay(smtp, deps);
  const further = relays.map(({ domains, ...settings }) => ({ domains, relay: openRelay(settings, deps) }));
  const routeTo = (domain: string): Relay[] => [
    ...further.filter(({ domains }) => domains?.includes(domain)).map(({ relay }) => relay),
    main,
    ...further.filter(({ domains }) => domains === undefined).map(({ relay }) => relay),
  ];
  const upTo = (domain: string): Relay[] => {
    const route = routeTo(domain);
    const up = route.filter((relay) => !relay.isDown());
    return up.length > 0 ? up : route;
  };
  return {
    ownDomains: [...new Set(relays.flatMap(({ domains = [] }) => domains))],
    wayTo: (domain) => (upTo(domain)[0] ?? main).way,
    async send(mail, { turnOf = noTurn, together = atOnce } = {}) {
      const letter = await together(() => compose(mail));
      if (!isAscii(mail.to)) return NO_SUCH_LETTERS;
      return firstAnswer(upTo(domainOf(mail.to)), (relay) => relay.send(letter, turnOf(relay.way)));
    },
    close() {
      for (const relay of [main, ...further.map((each) => each.relay)]) relay.close();
    },
  };
}

const noTurn = (): AnswerTurn => ({ begin: async () => undefined, end: () => undefined });
const atOnce = <Value>(act: () => Promise<Value>): Promise<Value> => act();

const isAscii = (address: string): boolean => /^\p{ASCII}*$/u.test(address);
/** In the words of a server without SMTPUTF8 (RFC 6531, 3.4), whatever the relay could do: the one after it might not. */
const NO_SUCH_LETTERS: Delivery = {
  outcome: 'refused',
  code: '553',
  words: '5.6.7 The address has letters that mail servers do not take.',
};

/** What the first relay says that can be used. After its answer no other is asked: it may have taken the message. */
async function firstAnswer(
  route: readonly Relay[],
  send: (relay: Relay) => Promise<Delivery | Unusable>,
): Promise<Delivery> {
  let last: Unusable | undefined;
  for (const relay of route) {
    const tried = await send(relay);
    if (tried.outcome !== 'unusable') return tried;
    last ??= tried;
  }
  return { outcome: 'not-now', code: last?.code, words: last?.words ?? 'No relay is configured.' };
}
