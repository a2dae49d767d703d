import Provider from 'oidc-provider';
import type { Session } from '../../features/sessions/index.ts';
import type { ActiveAccount, Answer, ServiceAccount } from './ports.ts';

/**
 * What one request to the provider must carry past the library, from where we learn it to where we
 * store it: `service_account` belongs to the code and its tokens, and their models have no room for it.
 */
export interface RequestMemory {
  serviceAccount?: ServiceAccount | undefined;
  /** Sessions as they were read, by uid, to tell at the end of the request what has changed. */
  sessions: Map<string, Session>;
  /** What an authorization request leads to. */
  answer?: Promise<Answer & { account?: ActiveAccount | undefined }> | undefined;
  /** The code or token that is exchanged being spent: over before anything new leaves, and refused where another was first. */
  spending?: Promise<void> | undefined;
  /** The `sid` that the service gets, should this be its first visit in the session. */
  offeredSid?: string | undefined;
}

const memories = new WeakMap<object, RequestMemory>();

export function memoryOf(ctx: object): RequestMemory {
  const known = memories.get(ctx);
  if (known) return known;
  const memory: RequestMemory = { sessions: new Map() };
  memories.set(ctx, memory);
  return memory;
}

/** The attempt whose outcome this request collects, if it does. */
export const cidOfRequest = (): string | undefined => Provider.ctx?.oidc.entities.Interaction?.cid;

/** The memory of the request that is being handled; outside of one, nothing is remembered. */
export const currentMemory = (): RequestMemory =>
  Provider.ctx ? memoryOf(Provider.ctx) : { sessions: new Map() };
