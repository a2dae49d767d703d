import type { IncomingMessage } from 'node:http';
import type { OidcPorts, Outcome } from './entrypoints/oidc/index.ts';
import { signOnProblemPage } from './entrypoints/pages/errors/index.ts';
import { attemptCookieHeaders } from './entrypoints/pages/sign-in/index.ts';
import { findAccount, isActive } from './features/accounts/index.ts';
import { holdLink, type LinkUse } from './features/links/index.ts';
import type { Service } from './features/services/index.ts';
import {
  type AttemptOutcome,
  type AttemptRequest,
  beginAttempt,
  holdAttempt,
  judgeRequest,
  outcomeStands,
  type SessionProof,
  type SignInDeps,
  spendArrival,
} from './features/sign-in/index.ts';
import { newId } from './kernel/index.ts';
import {
  browserIdIn,
  type Cookies,
  clientAddress,
  referenceOf,
  retryAfter,
  type TrustedProxies,
} from './platform/http/index.ts';
import type { Brand, Contact } from './ui/index.ts';

export interface OidcPortDeps
  extends Pick<SignInDeps, 'db' | 'clock' | 'sealing' | 'log' | 'accountDiscovery' | 'secondFactorDomains'> {
  services: readonly Service[];
  brand: Brand;
  customerCare: Contact;
  linkUse: LinkUse;
  trustedProxies: TrustedProxies;
  cookies: Cookies;
  pageHeaders: readonly [string, string][];
}

/** What OpenID Connect needs of the rest of the product. */
export function oidcPorts(deps: OidcPortDeps): OidcPorts {
  const { db, sealing, linkUse, trustedProxies, services } = deps;
  return {
    async nextStepFor({ serviceId, clientId, session, params, finished }) {
      const proven = finished?.serviceAccount && { serviceId, ...finished.serviceAccount };
      const { step, serviceAccount, account } = await judgeRequest(deps, {
        serviceId,
        request: requestOf(clientId, params),
        session: proofOf(session),
        finished: finished && { signedIn: finished.signedIn, serviceAccount: proven },
      });
      if (step !== 'done' || !serviceAccount) return { step, account };
      if (serviceAccount.linkId !== undefined) linkUse.noteLinkUsed(serviceAccount.linkId);
      const { id, username, access } = serviceAccount;
      return { step, account, serviceAccount: { id, username, access } };
    },

    async beginAttempt({
      cid,
      uid,
      serviceId,
      clientId,
      session,
      signInAgain,
      params,
      expiresAt,
      request: from,
    }) {
      const request = requestOf(clientId, params);
      if (signInAgain && !request.prompts.includes('login')) request.prompts.push('login');
      const { secret } = await beginAttempt(deps, {
        id: cid,
        interaction: uid,
        serviceId,
        request,
        session: session && proofOf(session),
        expiresAt,
      });
      deps.log.info({ reference: referenceOf(sealing, cid), service: serviceId }, 'An attempt began.');
      const lifetime = expiresAt - deps.clock.now();
      const setCookies = attemptCookieHeaders(deps.cookies, from, { attemptId: cid, secret, lifetime });
      // Nobody is known yet: the hub could only say so. Whoever has been here before is sent to it from there.
      return session ? { setCookies } : { setCookies, step: 'email' };
    },

    countArrival: (request) =>
      spendArrival(deps, {
        address: clientAddress(request, trustedProxies),
        device: sealing.digest(browserIdIn(request, deps.cookies), 'device'),
      }),

    async findActiveAccount(accountId) {
      const account = await findAccount(db, accountId);
      return isActive(account) ? account : undefined;
    },

    outcomeStands: (cid, accountId) => outcomeStands(deps, cid, accountId),
    holdOutcome: (trx, cid, accountId) => holdAttempt(trx, cid, { accountId }),
    async holdServiceAccount(trx, { accountId, clientId, serviceAccount: { id, access }, cid }) {
      if (access === 'once')
        return cid !== undefined && holdAttempt(trx, cid, { accountId, serviceAccountId: id });
      const serviceId = services.find(({ client }) => client.clientId === clientId)?.id ?? clientId;
      return holdLink(trx, { accountId, serviceId, serviceAccountId: id });
    },
    browserMark: (request: IncomingMessage) =>
      sealing.digest(browserIdIn(request, deps.cookies), 'going back'),
    clientAddress: (request: IncomingMessage) => clientAddress(request, trustedProxies),

    async renderError(problem) {
      const reference = referenceOf(sealing, newId());
      const { kind, detail, serviceId } = problem;
      deps.log[kind === 'fault' || kind === 'unavailable' ? 'error' : 'warn'](
        { reference, service: serviceId, detail },
        'A sign-on was not possible.',
      );
      const page = signOnProblemPage(deps, { brand: deps.brand, reference }, problem);
      const headers = Object.fromEntries(deps.pageHeaders);
      if (problem.kind === 'too-many') {
        headers['Retry-After'] = retryAfter(problem.retryAt, deps.clock.now());
      }
      return { body: String(page), headers };
    },
  };
}

/** The outcome of sign-in in the provider's words. */
export const providerOutcome = ({ accountId, signIn, serviceAccount }: AttemptOutcome): Outcome => ({
  accountId,
  ...(signIn && {
    signIn: { authenticatedAt: signIn.authenticatedAt, amr: signIn.methods, acr: signIn.level },
  }),
  ...(serviceAccount && {
    serviceAccount: {
      id: serviceAccount.id,
      username: serviceAccount.username,
      access: serviceAccount.access,
    },
  }),
});

const proofOf = ({
  accountId,
  authenticatedAt,
  amr,
}: {
  accountId: string;
  authenticatedAt: number;
  amr: string[];
}): SessionProof => ({
  accountId,
  authenticatedAt,
  methods: amr,
});

const requestOf = (
  clientId: string,
  {
    prompt,
    maxAge,
    acrValues,
    loginHint,
  }: { prompt: string[]; maxAge?: number; acrValues: string[]; loginHint?: string },
): AttemptRequest => ({ clientId, prompts: [...prompt], maxAge, acrValues, loginHint });
