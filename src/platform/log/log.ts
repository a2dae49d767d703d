import pino from 'pino';

/** What may be said in the log: an object of facts and a sentence, or a sentence alone. */
export type Log = Pick<pino.Logger, 'info' | 'warn' | 'error' | 'debug'>;

/**
 * A second line of defence: whatever bears one of these names is replaced before it is written.
 * The first is that nobody hands a form, a header or a secret to the log.
 */
const SECRET_NAMES = [
  'password', 'passwordConfirmation', 'token', 'code', 'pin', 'answer', 'secret', 'clientSecret', 'cookie',
  'authorization', 'csrf', 'answer1', 'answer2', 'answer3', 'hash', 'sealed',
]; // biome-ignore format: a list of words

export const openLog = (level: string, destination?: pino.DestinationStream): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '(secret)',
      },
    },
    destination ?? pino.destination({ fd: 1, sync: false }),
  );

export const silentLog: Log = pino({ level: 'silent' });
