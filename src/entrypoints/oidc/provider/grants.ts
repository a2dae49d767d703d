import type { Client, KoaContextWithOIDC } from 'oidc-provider';
import { newId } from '../../../kernel/index.ts';
import { memoryOf } from '../request-memory.ts';
import { grantedInFull } from './claims.ts';

/**
 * The service's grant in this session: the one that is there, or one that the first code will claim. It is
 * never a second one, which would make the code of an older tab void.
 */
export async function grantInSession(ctx: KoaContextWithOIDC) {
  const { session, account, client, provider } = ctx.oidc;
  if (!session || !account || !client) return undefined;
  regainOfflineAccess(ctx, client);
  const memory = memoryOf(ctx);
  const opened = memory.sessions.get(session.uid)?.services.get(client.clientId);
  const { grantId, sid } = opened ?? { grantId: newId(), sid: newId() };
  memory.offeredSid = sid;
  session.sidFor(client.clientId, sid);
  const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.jti = grantId;
  grant.addOIDCScope(grantedInFull.scope);
  grant.addOIDCClaims(grantedInFull.claims);
  return grant;
}

/**
 * The library takes offline access out of every request without `prompt=consent`, which `prompt=none` cannot
 * have beside it. For what the service has been granted in full anyway it needs nobody's consent.
 */
function regainOfflineAccess({ query, oidc: { params } }: KoaContextWithOIDC, client: Client): void {
  const asked = typeof query['scope'] === 'string' ? query['scope'].split(' ') : [];
  if (!params || query['prompt'] !== 'none' || !asked.includes('offline_access')) return;
  if (!client.grantTypeAllowed('refresh_token')) return;
  params['scope'] = `${params['scope'] ?? ''} offline_access`.trim();
}

/** Only where it was asked for: each refresh token is one more thing that can be stolen. */
export const isRefreshTokenDue = async (
  _ctx: KoaContextWithOIDC,
  client: Client,
  source: { scopes: Set<string> },
): Promise<boolean> => client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access');
