import { type FileBounceDeps, fileBounce, traceInReturnPath } from '../../features/messages/index.ts';
import type { Log } from '../../platform/log/index.ts';
import {
  openSmtpIntake,
  type SmtpIntake,
  type SmtpIntakeSettings,
} from '../../platform/mail-intake/index.ts';

export interface BounceDeps extends FileBounceDeps {
  log: Pick<Log, 'info' | 'warn' | 'error'>;
}

export type ListenerSettings = { host: string; port: number } & Pick<SmtpIntakeSettings, 'tls' | 'limits'>;

/** Takes bounces in over SMTP: for return paths that we have made, and for no other address. @throws PortTaken */
export function listenForBounces(
  deps: BounceDeps,
  { host, port, tls, limits }: ListenerSettings,
): Promise<SmtpIntake> {
  return openSmtpIntake({
    host,
    need: {
      port,
      for: 'the listener for bounces',
      setting: 'another one: BOUNCE_PORT for the demo, mail.bounces.listen.port in the configuration',
    },
    name: deps.returnDomain,
    tls,
    limits,
    accepts: (address) => traceInReturnPath(deps, address) !== undefined,
    async take({ recipient, raw, from }) {
      // A mail that says nothing is taken all the same: a refusal would be one more bounce.
      const outcome = await fileBounce(deps, { recipient, raw });
      deps.log.info({ outcome, from, size: raw.length }, 'A bounce came in.');
    },
    onFault: (err) => deps.log.error({ err }, 'A bounce could not be filed; its sender will try again.'),
  });
}
