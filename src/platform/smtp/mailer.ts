import { type Clock, systemClock } from '../../kernel/index.ts';
import type { Delivery, Unusable } from './delivery.ts';
import { type DkimSettings, dkimOptions } from './dkim.ts';
import { asSent, type Mail } from './mail.ts';
import { openRelay, type Relay, type SmtpSettings } from './relay.ts';

export interface Mailer {
  /** Never throws for what a relay or the network does: that is a delivery of its own kind. */
  send(mail: Mail): Promise<Delivery>;
  close(): void;
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
  const deps = { clock, dkim: dkim && dkimOptions(dkim) };
  const main = openRelay(smtp, deps);
  const further = relays.map(({ domains, ...settings }) => ({ domains, relay: openRelay(settings, deps) }));
  const routeTo = (domain: string): Relay[] => [
    ...further.filter(({ domains }) => domains?.includes(domain)).map(({ relay }) => relay),
    main,
    ...further.filter(({ domains }) => domains === undefined).map(({ relay }) => relay),
  ];
  return {
    async send(mail) {
      const letter = asSent(mail);
      const route = routeTo(mail.to.slice(mail.to.indexOf('@') + 1));
      const up = route.filter((relay) => !relay.isDown());
      return firstAnswer(up.length > 0 ? up : route, (relay) => relay.send(letter));
    },
    close() {
      for (const relay of [main, ...further.map((each) => each.relay)]) relay.close();
    },
  };
}

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
