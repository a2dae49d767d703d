// Password reminders: a password that ends is no surprise.
//   remind-of-passwords.ts  mails 14, 7 and 1 days before, each once
//   password-ends-soon.ts   what Manage My Account and the start page say
export { passwordEndsSoon } from './password-ends-soon.ts';
export { migrations } from './password-reminders.migrations.ts';
export { remindOfPasswords } from './remind-of-passwords.ts';
