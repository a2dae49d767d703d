import Provider, { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { claimService, replaceGrant } from '../../../features/sessions/index.ts';
import { type Instant, newId } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { ServiceAccount } from '../ports.ts';
import { EndedMeanwhile } from '../provider/ended-meanwhile.ts';
import { mayBeCollected } from '../provider/whose-outcome.ts';
import { cidOfRequest, currentMemory } from '../request-memory.ts';
import {
  type ArtifactKey,
  deleteArtifact,
  emptyArtifact,
  findArtifact,
  saveArtifact,
  spendArtifact,
} from './artifacts.queries.ts';
import { openToken, type SealedToken } from './sealed-token.ts';
import { digestOf, type StorageDeps } from './storage-deps.ts';

/** What is sealed: the library's payload without the id itself, and what we keep beside it. */
interface Sealed {
  payload: AdapterPayload;
  serviceAccount?: ServiceAccount | undefined;
}

/** Codes, tokens and interactions. */
export function artifactAdapter(
  deps: StorageDeps,
  kind: string,
): Omit<Adapter, 'findByUid' | 'findByUserCode'> {
  const { db, clock } = deps;
  const keyOf = (id: string): ArtifactKey => ({ kind, idDigest: digestOf(deps, kind, id) });

  const save = async (trx: Db, id: string, payload: AdapterPayload, seconds: number): Promise<void> => {
    const key = keyOf(id);
    const { serviceAccount } = currentMemory();
    await saveArtifact(trx, {
      ...key,
      clientId: clientOf(payload),
      grantId: kind === 'Interaction' ? null : (payload.grantId ?? null),
      payload: deps.sealing.seal(
        JSON.stringify({ payload: withoutIds(payload), serviceAccount }),
        contextOf(key),
      ),
      expiresAt: clock.now() + seconds * 1000,
    });
  };

  const spend = async (id: string): Promise<void> => {
    const key = keyOf(id);
    if (await spendArtifact(db, key, clock.now())) return;
    // Somebody else was first with the same code or token. Either may be a thief: nothing of the grant stays valid.
    const artifact = await findArtifact(db, key);
    if (artifact?.grantId) await replaceGrant(db, artifact.grantId, newId());
    throw new errors.InvalidGrant('used more than once at the same time');
  };

  return {
    async upsert(id, payload, seconds = 0) {
      // No token is handed out before what it was given for is spent; both share a commit.
      if (isToken(kind))
        return void (await Promise.all([save(db, id, payload, seconds), currentMemory().spending]));
      if (kind !== 'AuthorizationCode' || isOpenedSo(payload)) return save(db, id, payload, seconds);
      await db.transaction().execute(async (trx) => {
        await save(trx, id, await underClaimedGrant(deps, trx, payload), seconds);
      });
    },
    async find(id) {
      const sealed = kind === 'AccessToken' ? openToken(deps, id) : undefined;
      if (sealed) return whatIsSealed(id, sealed, clock.now());
      const key = keyOf(id);
      const artifact = await findArtifact(db, key);
      if (!artifact?.payload || artifact.expiresAt <= clock.now()) return undefined;
      const { payload, serviceAccount }: Sealed = JSON.parse(
        deps.sealing.open(artifact.payload, contextOf(key)),
      );
      if (serviceAccount) currentMemory().serviceAccount = serviceAccount;
      const request = kind === 'Interaction' ? Provider.ctx?.req : undefined;
      if (request && !(await mayBeCollected(deps.ports, payload, request))) return undefined;
      const consumed =
        artifact.consumedAt === null ? {} : { consumed: Math.floor(artifact.consumedAt / 1000) };
      return { ...payload, ...consumed, jti: id };
    },
    async consume(id) {
      const spending = spend(id);
      if (!Provider.ctx) return spending;
      // Whoever saves the tokens waits for it. Where none are issued, because of a fault, it is spent all the same.
      currentMemory().spending = spending;
      spending.catch(() => undefined);
    },
    async destroy(id) {
      await (kind === 'Interaction' ? emptyArtifact(db, keyOf(id)) : deleteArtifact(db, keyOf(id)));
    },
    /** Whatever hangs on a grant is void without it, and is swept when it expires. */
    async revokeByGrantId(grantId) {
      await replaceGrant(db, grantId, newId());
    },
  };
}

const isToken = (kind: string): boolean => kind === 'AccessToken' || kind === 'RefreshToken';

/** Whoever finds a token finds whose service account it is for as well. */
function whatIsSealed(
  id: string,
  { payload, serviceAccount, expiresAt }: SealedToken,
  now: Instant,
): AdapterPayload | undefined {
  if (expiresAt <= now) return undefined;
  if (serviceAccount) currentMemory().serviceAccount = serviceAccount;
  return { ...payload, jti: id };
}

const contextOf = ({ kind, idDigest }: ArtifactKey): string => `oidc ${kind}:${idDigest}`;

const clientOf = (payload: AdapterPayload): string | null =>
  payload.clientId ?? (payload.params?.['client_id'] as string | undefined) ?? null;

/** Neither the id itself nor the session's cookie is worth keeping, even sealed. */
function withoutIds({ jti: _jti, session, ...payload }: AdapterPayload): AdapterPayload {
  if (!session) return payload;
  const { cookie: _cookie, ...facts } = session as { cookie?: string };
  return { ...payload, session: facts } as AdapterPayload;
}

/**
 * Whether the service is already open in the session, under this grant and with this service account. At a
 * new sign-in that must be looked up: the session may have been ended elsewhere since it was read.
 */
function isOpenedSo({ sessionUid, clientId, grantId }: AdapterPayload): boolean {
  if (Provider.ctx?.oidc.result?.login) return false;
  const { sessions, serviceAccount } = currentMemory();
  const opened = sessions.get(sessionUid ?? '')?.services.get(clientId ?? '');
  return opened?.grantId === grantId && opened?.serviceAccountId === serviceAccount?.id;
}

/**
 * The first code for a service in a session makes the grant. Where another tab was first, the code goes
 * under that one's: two grants would leave one of the tabs with a code that is void.
 */
async function underClaimedGrant(
  { clock, ports }: StorageDeps,
  trx: Db,
  payload: AdapterPayload,
): Promise<AdapterPayload> {
  const { sessionUid, clientId, grantId, accountId } = payload;
  if (!sessionUid || !clientId || !grantId || !accountId)
    throw new Error('A code without its session was to be stored.');
  const { offeredSid: sid = newId(), serviceAccount, sessions } = currentMemory();
  const opened = serviceAccount && { accountId, clientId, serviceAccount, cid: cidOfRequest() };
  // Ended since it was read: whoever ends it ends the services that were opened with it, and this is not one of them yet.
  if (opened && !(await ports.holdServiceAccount(trx, opened))) throw notLinkedAnyMore();
  const isReused = sessions.get(sessionUid)?.services.get(clientId)?.grantId === grantId;
  const offered = {
    // Should the session have ended since, nothing that was issued in it, or told of its end, is about the new one.
    ...(isReused ? { grantId: newId(), sid: newId() } : { grantId, sid }),
    openedAt: clock.now(),
    serviceAccountId: serviceAccount?.id ?? null,
  };
  const claimed = await claimService(trx, sessionUid, clientId, offered);
  return { ...payload, grantId: claimed.grantId, ...(payload['sid'] !== undefined && { sid: claimed.sid }) };
}

/** A person starts again at the service; what asked without one is told that it takes a person. */
const notLinkedAnyMore = (): errors.OIDCProviderError =>
  Provider.ctx?.oidc.prompts.has('none')
    ? new errors.LoginRequired('the service account is not linked any more')
    : new EndedMeanwhile('the service account is not linked any more');
