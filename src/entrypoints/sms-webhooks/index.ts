// Signed calls of SMS gateways: what became of a text.
//   sms-webhooks.ts   POST /webhooks/sms/gateway and /webhooks/sms/twilio; the configured one answers, the other is not there
//   gateway-call.ts   what a gateway of the company's own says, by the contract in docs/sms-gateway.md
//   twilio-call.ts    what a status callback of Twilio says
export { type SmsWebhooksDeps, smsWebhooks } from './sms-webhooks.ts';
