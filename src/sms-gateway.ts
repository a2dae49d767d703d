import type { Configuration } from './config.ts';
import { signCall } from './features/services/index.ts';
import type { Clock } from './kernel/index.ts';
import { openSmsSender, type SignText, type SmsSender } from './platform/sms/index.ts';

/** The way to the SMS gateway of the configuration; without one no text is sent. */
export function smsSenderOf(
  { issuer, sms }: Pick<Configuration, 'issuer' | 'sms'>,
  { clock }: { clock: Clock },
): SmsSender | undefined {
  if (sms?.type !== 'gateway') return sms && openSmsSender({ clock, issuer }, sms);
  const sign: SignText = (call) => {
    const { id, timestamp, signature } = signCall({ clock }, sms.secret, call);
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  };
  return openSmsSender({ clock, issuer }, { ...sms, sign });
}
