import type { Client, ClientMetadata } from 'oidc-provider';

/** A relying party: a service, or a part of our own that signs people in. */
export interface RegisteredClient {
  clientId: string;
  clientSecret?: string | undefined;
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
  backchannelLogoutUri?: string | undefined;
  tokenEndpointAuthMethod: 'client_secret_basic' | 'client_secret_post' | 'none';
  idTokenSignedResponseAlg: 'ES256' | 'RS256';
  grantTypes: readonly string[];
  /** Private hosts that we may call for it. */
  internalHosts: readonly string[];
}

/** The service that a client belongs to, as far as this entrypoint cares. */
export interface RegisteredService {
  id: string;
  name: string;
  client: RegisteredClient;
}

export const clientMetadata = ({ name, client }: RegisteredService): ClientMetadata => ({
  client_id: client.clientId,
  client_name: name,
  ...(client.clientSecret && { client_secret: client.clientSecret }),
  // `native` would let any port of this machine stand for a registered one.
  application_type: 'web',
  redirect_uris: client.redirectUris,
  post_logout_redirect_uris: client.postLogoutRedirectUris,
  ...(client.backchannelLogoutUri && {
    backchannel_logout_uri: client.backchannelLogoutUri,
    backchannel_logout_session_required: true,
  }),
  response_types: ['code'],
  grant_types: client.grantTypes,
  token_endpoint_auth_method: client.tokenEndpointAuthMethod,
  id_token_signed_response_alg: client.idTokenSignedResponseAlg,
});

export const serviceOfClient = (
  services: readonly RegisteredService[],
  clientId: string | undefined,
): RegisteredService | undefined => services.find(({ client }) => client.clientId === clientId);

/** A page of a service may ask from the browser only where the client is public, and from the origins it is registered with. */
export const mayAskFromBrowser = (
  origin: string,
  { tokenEndpointAuthMethod, redirectUris = [] }: Client,
): boolean =>
  tokenEndpointAuthMethod === 'none' && redirectUris.some((address) => URL.parse(address)?.origin === origin);
