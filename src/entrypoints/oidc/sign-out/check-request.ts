import type Provider from 'oidc-provider';
import type { Client } from 'oidc-provider';
import { ok, type Result, refuse } from '../../../kernel/index.ts';

/** What a service may say when it sends the browser to sign out (OpenID Connect RP-Initiated Logout 1.0, section 2). */
export interface SignOutParams {
  id_token_hint?: string | undefined;
  client_id?: string | undefined;
  post_logout_redirect_uri?: string | undefined;
  state?: string | undefined;
}

export interface CheckedSignOut {
  clientId?: string;
  /** Where the person goes back to: an address that the client has registered, with the `state` it sent. */
  backTo?: string;
}

/** Believes an address only from a known client, and only letter for letter. */
export async function checkSignOutRequest(
  provider: Provider,
  params: SignOutParams,
): Promise<Result<CheckedSignOut, 'refused'>> {
  const clientId = params.id_token_hint ? audienceOf(params.id_token_hint) : params.client_id;
  if (params.id_token_hint && clientId === undefined) return refuse('refused');
  if (params.client_id !== undefined && params.client_id !== clientId) return refuse('refused');
  if (clientId === undefined) return ok({});
  const client = await provider.Client.find(clientId);
  if (!client) return refuse('refused');
  if (params.id_token_hint && !(await isOurs(provider, params.id_token_hint, client)))
    return refuse('refused');
  const { post_logout_redirect_uri: address, state } = params;
  if (address === undefined) return ok({ clientId });
  if (!client.postLogoutRedirectUriAllowed(address)) return refuse('refused');
  const backTo = new URL(address);
  if (state !== undefined) backTo.searchParams.set('state', state);
  return ok({ clientId, backTo: backTo.href });
}

/** Not verified yet: it only says with whose settings to verify. */
function audienceOf(idToken: string): string | undefined {
  try {
    const { aud } = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof aud === 'string' ? aud : undefined;
  } catch {
    return undefined;
  }
}

async function isOurs(provider: Provider, idToken: string, client: Client): Promise<boolean> {
  try {
    await provider.IdToken.validate(idToken, client);
    return true;
  } catch {
    return false;
  }
}
