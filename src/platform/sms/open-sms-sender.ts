import type { Clock } from '../../kernel/index.ts';
import { gatewaySender } from './gateway/gateway-sender.ts';
import type { SignText, SmsSender } from './sms-sender.ts';
import { twilioSender } from './twilio/twilio-sender.ts';

/** As in the configuration, but that who has the secret signs. */
export type SmsSettings = { allowedPrefixes: readonly string[] } & (
  | {
      type: 'gateway';
      url: string;
      internalHosts: readonly string[];
      /** Signs calls to it. */
      sign: SignText;
    }
  | {
      type: 'twilio';
      accountSid: string;
      authToken: string;
      from?: string | undefined;
      messagingServiceSid?: string | undefined;
      apiUrl: string;
    }
);

interface Deps {
  clock: Clock;
  /** Our public address, where gateways send what they learn later. */
  issuer: string;
}

/** Opens the way to the gateway that is configured. Nothing is called before the first text. */
export const openSmsSender = (deps: Deps, settings: SmsSettings): SmsSender =>
  settings.type === 'gateway' ? gatewaySender(deps, settings) : twilioSender(deps, settings);
