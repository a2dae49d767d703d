import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';
import {
  endSession,
  findLiveSession,
  insertSession,
  renewSession,
  type Session,
} from '../../../features/sessions/index.ts';
import { seconds } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import { EndedMeanwhile } from '../provider/ended-meanwhile.ts';
import { cidOfRequest, currentMemory } from '../request-memory.ts';
import { digestOf, type StorageDeps } from './storage-deps.ts';

type SessionAdapter = Pick<Adapter, 'upsert' | 'find' | 'findByUid' | 'destroy'>;

/**
 * The library saves its whole session after every request. We write only what has changed: the sign-in
 * itself. The services of a session are rows of their own, so two first visits at once lose nothing,
 * and use is gathered.
 */
export function sessionAdapter(deps: StorageDeps): SessionAdapter {
  const { db, clock } = deps;
  const digest = (id: string): string => digestOf(deps, 'Session', id);

  const remembered = async (key: { uid: string } | { idDigest: string }): Promise<Session | undefined> => {
    const session = await findLiveSession(deps, key);
    if (session) currentMemory().sessions.set(session.uid, session);
    return session;
  };

  return {
    async upsert(id, payload) {
      const signIn = signInOf(payload);
      if (!signIn) return; // Nobody is signed in: there is nothing to keep.
      const known = currentMemory().sessions.get(signIn.uid);
      deps.sightings.note(signIn.uid);
      if (known && isSameSignIn(known, signIn) && replacedId() === undefined) return;
      await saveSignIn(deps, signIn, { idDigest: digest(id), known });
    },
    async find(id) {
      const session = await remembered({ idDigest: digest(id) });
      return session && { ...payloadOf(session), jti: id };
    },
    async findByUid(uid) {
      const session = await remembered({ uid });
      // Asked for with a token of the session: a service that still works with it is use of it.
      if (session) deps.sightings.note(session.uid);
      return session && payloadOf(session);
    },
    async destroy(id) {
      // The library "destroys" the old id when a session gets a new one; saving it replaces the id.
      if (id === replacedId()) return;
      const session = await findLiveSession(deps, { idDigest: digest(id) });
      if (!session) return;
      await db.transaction().execute((trx) => endSession(trx, { uid: session.uid, now: clock.now() }));
    },
  };
}

/** Somebody has signed in, or again. */
async function saveSignIn(
  deps: StorageDeps,
  signIn: SignIn,
  { idDigest, known }: { idDigest: string; known: Session | undefined },
): Promise<void> {
  const { db, limits } = deps;
  const now = deps.clock.now();
  const expiresAt = now + limits.lifetime;
  const { uid, accountId, ...proof } = signIn;
  const renewed = { ...proof, idDigest, lastSeenAt: now, expiresAt };
  const goesOn = await db.transaction().execute(async (trx) => {
    await mustStand(deps, trx, accountId);
    // A session that was ended elsewhere meanwhile stays so; the sign-in that is new opens one of its own.
    if (known && (await renewSession(trx, uid, renewed))) return true;
    await insertSession(trx, { uid, accountId, ...renewed, ...browserOf(deps), createdAt: now });
    return false;
  });
  const services: Session['services'] = (goesOn && known?.services) || new Map();
  currentMemory().sessions.set(uid, { ...startedNow(signIn, now, expiresAt), services });
}

/**
 * A change that ends what is under way for its account (another password, say) is either before this, and its attempt is
 * gone, or after, and ends this session with the others.
 */
async function mustStand({ ports }: StorageDeps, trx: Db, accountId: string): Promise<void> {
  const cid = cidOfRequest();
  if (cid === undefined || (await ports.holdOutcome(trx, cid, accountId))) return;
  throw new EndedMeanwhile('what was proven has been ended since');
}

type SignIn = Pick<Session, 'uid' | 'accountId' | 'authenticatedAt' | 'amr' | 'acr'>;

function signInOf({ uid, accountId, loginTs, amr, acr }: AdapterPayload): SignIn | undefined {
  if (!uid || !accountId || loginTs === undefined) return undefined;
  return { uid, accountId, authenticatedAt: seconds(loginTs), amr: amr ?? [], acr: acr ?? 'aal1' };
}

function isSameSignIn(known: SignIn, now: SignIn): boolean {
  if (known.accountId !== now.accountId) throw new Error('A session was to change hands.');
  const facts = ({ authenticatedAt, amr, acr }: SignIn) => JSON.stringify([authenticatedAt, amr, acr]);
  return facts(known) === facts(now);
}

function startedNow(signIn: SignIn, now: number, expiresAt: number): Omit<Session, 'services'> {
  return { ...signIn, browser: undefined, address: undefined, createdAt: now, lastSeenAt: now, expiresAt };
}

function browserOf({ ports }: StorageDeps): { browser: string | null; address: string | null } {
  const request = Provider.ctx?.req;
  return {
    browser: request?.headers['user-agent']?.slice(0, 300) ?? null,
    address: request ? ports.clientAddress(request) : null,
  };
}

/** The id that the session had until this request gave it a new one. */
const replacedId = (): string | undefined =>
  (Provider.ctx?.oidc.session as { oldId?: string } | undefined)?.oldId;

function payloadOf(session: Session): AdapterPayload {
  return {
    kind: 'Session',
    uid: session.uid,
    accountId: session.accountId,
    loginTs: Math.floor(session.authenticatedAt / 1000),
    amr: session.amr,
    acr: session.acr,
    authorizations: Object.fromEntries(session.services),
    iat: Math.floor(session.createdAt / 1000),
    exp: Math.ceil(session.expiresAt / 1000),
  };
}
