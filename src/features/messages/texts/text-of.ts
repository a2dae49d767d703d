import type { FilledText } from '../message-kinds.ts';

/** An SMS as it is sent: the token first, so that it is read in the notification without opening it. */
export function textOf({ fields }: FilledText, { brand }: { brand: string }): string {
  return `${fields.token} is your ${brand} Master Account token. Nobody of ${brand} will ask you for it.`;
}
