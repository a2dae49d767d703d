// Outgoing mail over SMTP: hands one message to the relay and tells what the relay said.

export { shortened } from './delivery.ts';
export { type Delivery, type Mail, type Mailer, openMailer, type SmtpSettings } from './mailer.ts';
