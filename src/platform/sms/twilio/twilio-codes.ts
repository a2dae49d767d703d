// What Twilio's error codes mean for one message (https://www.twilio.com/docs/api/errors). A code that is not here is
// about us, or passes: the text is tried again.

interface Refusal {
  what: 'bounced' | 'blocked';
  /** For the person who waits: Twilio's own words speak to its customers, and callbacks bring none. */
  words: string;
}

const bounced = (words: string): Refusal => ({ what: 'bounced', words });
const blocked = (words: string): Refusal => ({ what: 'blocked', words });

const NO_SUCH_NUMBER = 'The number is not a valid phone number.';
const NO_MOBILE = 'The number cannot receive text messages.';
const NOT_THERE = 'Text messages to this number or country are not enabled.';

/** When the text is handed over. */
const atOnce: Record<string, Refusal> = {
  21211: bounced(NO_SUCH_NUMBER),
  21214: bounced('The number cannot be reached.'),
  21217: bounced(NO_SUCH_NUMBER),
  21265: bounced(NO_MOBILE),
  21408: blocked(NOT_THERE),
  21608: blocked(NOT_THERE),
  21610: blocked('The owner of the number does not want text messages from us (has answered STOP).'),
  21612: bounced('The number cannot be reached from our sender.'),
  21614: bounced(NO_MOBILE),
  21635: bounced(NO_MOBILE),
};

/** Later, in a callback. */
const later: Record<string, Refusal> = {
  30001: bounced('The carrier has too much to deliver.'),
  30002: blocked('The sending account is suspended.'),
  30003: bounced('The phone is switched off or out of reach.'),
  30004: blocked('The receiving side blocks the message.'),
  30005: bounced('The number is unknown or no longer in service.'),
  30006: bounced('The number is a landline, or its carrier cannot be reached.'),
  30007: blocked('The carrier filters the message.'),
  30008: bounced('The carrier gives no reason.'),
  30010: blocked('The message would cost more than is allowed.'),
  30032: blocked('The sender is not registered for this country.'),
  30034: blocked('The sender is not registered for this country.'),
  30450: blocked('The number belongs to a range that is abused.'),
};

/** @returns undefined where the code does not mean that this message is refused for good */
export const twilioRefusal = (code: string | number): Refusal | undefined =>
  Object.hasOwn(atOnce, code) ? atOnce[code] : Object.hasOwn(later, code) ? later[code] : undefined;
