import pino from 'pino';
import { currentSpan } from '../tracing/index.ts';
import { currentReference } from './reference.ts';

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
      // What a line says itself goes before.
      mixin() {
        const reference = currentReference();
        const span = currentSpan();
        return {
          ...(reference !== undefined && { reference }),
          // As OpenTelemetry names them, so that a line leads to its trace.
          ...(span && { trace_id: span.traceId, span_id: span.spanId }),
        };
      },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '(secret)',
      },
    },
    destination ?? standardOutput(),
  );

/** Bytes that wait for a full disk to have room again; what is beyond them is lost. */
const KEPT = 1024 * 1024;

/** A log that cannot be written must not end the process: what matters for security is in the audit, in the database. */
function standardOutput(): pino.DestinationStream {
  const output = pino.destination({ fd: 1, sync: false, maxLength: KEPT });
  // With the next line the library tries the earlier ones again.
  output.on('error', () => undefined);
  return output;
}

export const silentLog: Log = pino({ level: 'silent' });
