// Delivery webhooks: providers tell what became of a mail that we gave them. POST /webhooks/mail/:provider
//   delivery-webhooks.ts   the route: size, answers, and the words filed
//   delivery-webhook.ts    the one interface that each provider has
//   open-webhooks.ts       the configured providers, and the headers that their mail carries
//   amazon-ses.ts          bounces, deliveries and delays of Amazon SES, as Amazon SNS brings them
//     sns-message.ts         what Amazon SNS posts, and what of it is signed
//     sns-addresses.ts       the addresses in it that are called at all
//     sns-certificates.ts    the certificates that it is signed with
//   sendgrid.ts  postmark.ts  mailgun.ts
//   bounded-json.ts        reads JSON that is neither too deep nor too long
//   server-words.ts        what a mail server said, as a provider quotes it
//   fields.ts              fields and times of what providers send
// How each provider is set up is docs/delivery-webhooks.md.
export type { FetchAddress, WebhookSettings } from './delivery-webhook.ts';
export { type DeliveryWebhooksDeps, deliveryWebhooks } from './delivery-webhooks.ts';
export { webhookHeaders } from './open-webhooks.ts';
