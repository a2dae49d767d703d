import { AsyncLocalStorage } from 'node:async_hooks';
import { noteReference } from '../tracing/index.ts';

const current = new AsyncLocalStorage<() => string | undefined>();

/**
 * Everything that is logged while `act` goes on, however deep, bears this reference number: the one that the person
 * sees, or has seen. It is asked for at each line, because a page may find out later which attempt it belongs to.
 */
export const withReference = <Value>(reference: () => string | undefined, act: () => Value): Value => {
  noteReference(reference);
  return current.run(reference, act);
};

/** The reference number of what goes on just now. */
export const currentReference = (): string | undefined => current.getStore()?.();
