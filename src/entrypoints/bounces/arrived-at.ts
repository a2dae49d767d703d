import { headerFields } from '../../features/messages/index.ts';

/** Where servers note the envelope's recipient, the surest first. */
const NOTED_IN = [
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'to',
] as const;

/** A mail may have been written to ever so many. */
const MOST_ADDRESSES = 50;

/** The return path of ours that a mail in a mailbox came to. A forged one cannot be: it is checked like any other. */
export function arrivedAt(raw: Buffer, isOurs: (address: string) => boolean): string | undefined {
  const fields = headerFields(raw);
  return NOTED_IN.flatMap((noted) => fields.filter(({ name }) => name === noted))
    .flatMap(({ value }) => value.match(/[^\s<>,;:"()]{1,64}@[^\s<>,;:"()]{1,253}/g) ?? [])
    .slice(0, MOST_ADDRESSES)
    .find(isOurs);
}
