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
      hooks: { streamWrite: fitForTerminals },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '(secret)',
      },
    },
    destination ?? standardOutput(),
  );

/**
 * What JSON leaves as it is, and terminals obey or do not show: control characters beyond ASCII (U+009B begins a command like
 * Escape), and signs that turn a line around. Written as escapes they are the same to whoever reads the JSON.
 */
const fitForTerminals = (line: string): string =>
  line.replace(/[\x7f-\x9f\u2028\u2029\p{Cf}]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, at) => escapeOf(sign.charCodeAt(at))).join(''),
  );

const escapeOf = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;

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
