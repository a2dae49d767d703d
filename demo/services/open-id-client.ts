import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as client from 'openid-client';
import type { LumenService } from '../lumen.ts';

export interface Provider {
  configuration: client.Configuration;
  /** Its public keys, fetched when first needed and again when a key is unknown. */
  keys: JWTVerifyGetKey;
}

export interface OpenIdClient {
  /**
   * Master Account as its discovery document describes it, read at first use: the service starts without
   * it, and a read that failed is tried again the next time.
   */
  provider(): Promise<Provider>;
}

interface Registration {
  issuer: string;
  service: LumenService;
  clientSecret: string;
}

export function openIdClient(registration: Registration): OpenIdClient {
  let found: Promise<Provider> | undefined;
  return {
    provider() {
      found ??= discover(registration).catch((error) => {
        found = undefined;
        throw error;
      });
      return found;
    },
  };
}

/** Master Account, or undefined where it does not answer. */
export async function reachProvider({
  openId,
  report,
}: {
  openId: OpenIdClient;
  report: (fault: unknown) => void;
}): Promise<Provider | undefined> {
  try {
    return await openId.provider();
  } catch (fault) {
    report(fault);
    return undefined;
  }
}

async function discover({ issuer, service, clientSecret }: Registration): Promise<Provider> {
  const address = new URL(issuer);
  const configuration = await client.discovery(
    address,
    service.id,
    { id_token_signed_response_alg: service.idTokenSignedResponseAlg },
    client.ClientSecretBasic(clientSecret),
    // The demo runs on one machine without certificates; anywhere else plain http stays refused.
    { timeout: 5, execute: address.hostname === 'localhost' ? [client.allowInsecureRequests] : [] },
  );
  const { jwks_uri } = configuration.serverMetadata();
  if (jwks_uri === undefined) throw new Error(`${issuer} names no jwks_uri in its discovery document`);
  return { configuration, keys: createRemoteJWKSet(new URL(jwks_uri)) };
}
