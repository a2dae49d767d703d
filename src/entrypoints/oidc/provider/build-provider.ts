import Provider, { type JWK } from 'oidc-provider';
import { answerOutages } from './answer-outages.ts';
import { type ProviderDeps, providerConfiguration } from './configuration.ts';
import { cookieNames } from './cookies.ts';
import { endOtherSession } from './end-other-session.ts';
import { answerEnded } from './ended-meanwhile.ts';
import { limitArrivals } from './limit-arrivals.ts';
import { logFaults } from './log-faults.ts';
import { measureSignOns } from './measure-sign-ons.ts';
import { consentForOfflineAccess, guardAnswers, sendSessionCookieOnce } from './middleware.ts';
import { postedRequests } from './posted-requests.ts';
import { sealAccessTokens } from './sealed-access-tokens.ts';
import { serviceFetch } from './service-fetch.ts';
import { atFirstStep } from './start-attempt.ts';

/** The library, configured. It reads its keys once, so each change of them builds a new one. */
export function buildProvider(deps: ProviderDeps, keys: JWK[]): Provider {
  const provider = new Provider(deps.issuer, providerConfiguration(deps, keys, serviceFetch(deps.services)));
  const names = cookieNames(deps.issuer);
  // Host and scheme are set to the issuer's before the library sees a request (as-issuer.ts).
  provider.proxy = true;
  provider.use(guardAnswers(deps.issuer));
  answerOutages(provider, deps.ports);
  answerEnded(provider, deps);
  provider.use(sendSessionCookieOnce(names.session));
  provider.use(atFirstStep);
  provider.use(postedRequests);
  provider.use(consentForOfflineAccess);
  provider.use(endOtherSession(deps, provider, names));
  renewIdAtSignInOnly(provider);
  sealAccessTokens(provider, deps);
  limitArrivals(provider, deps.ports);
  logFaults(provider, deps);
  measureSignOns(provider, deps);
  return provider;
}

/**
 * The library changes the session's id after every interaction. Only at sign-in does somebody gain
 * something by it; otherwise two tabs that come back at once would each take the session from the other.
 */
function renewIdAtSignInOnly(provider: Provider): void {
  const { prototype } = provider.Session;
  const renew = prototype.resetIdentifier;
  prototype.resetIdentifier = function resetIdentifier() {
    if (Provider.ctx?.oidc.result?.login) renew.call(this);
  };
}
