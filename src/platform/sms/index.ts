// Outgoing SMS: hands one text to a gateway and tells what the gateway said.
export type { SmsSender, TextMessage } from './sms-sender.ts';
