import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { JWK } from 'oidc-provider';
import { minutes } from '../../../kernel/index.ts';
import { openKeyRing } from '../keys/key-ring.ts';
import { asIssuer } from './as-issuer.ts';
import { buildProvider } from './build-provider.ts';
import type { ProviderDeps } from './configuration.ts';

export type RunningProvider = Awaited<ReturnType<typeof runProvider>>;

/** The provider with the keys of the moment: where they change, a new one takes the old one's place. */
export async function runProvider(deps: ProviderDeps) {
  const issuer = new URL(deps.issuer);
  const start = (keys: JWK[]) => {
    const provider = buildProvider(deps, keys);
    return { provider, handler: provider.callback(), kids: kidsOf(keys) };
  };
  let now: { provider: Provider; handler: ReturnType<Provider['callback']>; kids: string } = start(
    await openKeyRing(deps),
  );
  const refresh = async (): Promise<void> => {
    const keys = await openKeyRing(deps);
    if (kidsOf(keys) !== now.kids) now = start(keys);
  };
  const refreshing = setInterval(() => {
    refresh().catch((err) => deps.log.error({ err }, 'The signing keys were not read again.'));
  }, minutes(1)).unref();
  return {
    get provider() {
      return now.provider;
    },
    callback: (request: IncomingMessage, response: ServerResponse): void =>
      void now.handler(asIssuer(request, issuer), response),
    refresh,
    stop: () => clearInterval(refreshing),
  };
}

const kidsOf = (keys: readonly JWK[]): string => keys.map(({ kid }) => kid).join(' ');
