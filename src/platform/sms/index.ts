// Outgoing SMS: hands one text to a gateway and tells what the gateway said.
//   open-sms-sender.ts   the gateway that is configured
//   sms-sender.ts        what every gateway is given, and may answer
//   ask-gateway.ts       one HTTP call, with limits; it throws nothing
//   retry-after.ts       how long a gateway asks to be left alone
//   gateway/             a bridge of the company's own, by the contract in docs/sms-gateway.md
//   twilio/              Twilio's Messages API: the call, what its codes mean, how its callbacks are signed
export { openSmsSender, type SmsSettings } from './open-sms-sender.ts';
export type { SignText, SmsSender, TextDelivery, TextMessage } from './sms-sender.ts';
export { twilioRefusal } from './twilio/twilio-codes.ts';
export { twilioCallbackPath } from './twilio/twilio-sender.ts';
export { isSignedByTwilio, twilioSignature } from './twilio/twilio-signature.ts';
