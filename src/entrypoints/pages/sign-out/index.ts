// Sign-out: a page of our own first, then the end of the session here and in every service.
//   GET  /sign-out           asks; a service sends the browser here (OpenID Connect RP-Initiated Logout 1.0)
//   POST /sign-out           the same request as a form of the service: leads to the page that asks
//                            (a token of the person does not stay in the address: neither leads there with one)
//   GET  /sign-out/confirm   leads to the page that asks
//   POST /sign-out/confirm   ends the session, says which services were told, and offers the way back
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { FORM_LIMIT, type PageContext, type PageEnv, readForm } from '../../../platform/http/index.ts';
import { visitorOf } from '../request/visitor.ts';
import { confirmSignOutPage } from './confirm-sign-out.page.ts';
import type { CheckedSignOut, SignOutPagesDeps, SignOutParams, SignOutPort } from './ports.ts';
import { signedOutPage } from './signed-out.page.ts';

export type { SignOutPagesDeps, SignOutPort } from './ports.ts';

/** What a service may send along. */
const PARAMS = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state'] as const;

type RequestDeps = Pick<SignOutPagesDeps, 'log'> & { provider: Pick<SignOutPort, 'checkSignOut'> };

/** For before the guard of our forms: a service's own form brings no token of ours, and changes nothing. */
export const signOutRequests = (deps: RequestDeps): Hono<PageEnv> =>
  new Hono<PageEnv>().post('/sign-out', bodyLimit({ maxSize: FORM_LIMIT }), async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const params = paramsOf((name) => form.get(name) ?? undefined);
    // Browsers leave our cookies out of a form that another site posts, but not out of the page it leads to.
    return c.redirect(await withoutHint(deps, c, params), 303);
  });

/** What of a request may be believed. */
async function checked(
  { provider, log }: RequestDeps,
  c: PageContext,
  params: SignOutParams,
): Promise<CheckedSignOut> {
  const request = await provider.checkSignOut(params);
  if (request.ok) return request.value;
  // A request that is not right is not obeyed in what it asks for; signing out stays possible.
  const facts = { clientId: params.client_id, reference: c.get('reference') };
  log.warn(facts, 'A sign-out asked for a way back that is not registered.');
  return {};
}

/**
 * The page that asks, with what the request may be believed in. An ID token says who somebody is, and addresses are kept
 * by browsers, proxies and logs: of the hint only the client that it was issued to goes on.
 */
async function withoutHint(deps: RequestDeps, c: PageContext, params: SignOutParams): Promise<string> {
  const { id_token_hint: hint, ...rest } = params;
  const { clientId } = hint === undefined ? { clientId: rest.client_id } : await checked(deps, c, params);
  if (clientId === undefined) return '/sign-out';
  const kept = paramsOf((name) => ({ ...rest, id_token_hint: undefined, client_id: clientId })[name]);
  return `/sign-out?${new URLSearchParams(Object.entries(kept))}`;
}

export function signOutPages(deps: SignOutPagesDeps): Hono<PageEnv> {
  return (
    new Hono<PageEnv>()
      .get('/sign-out', async (c) => {
        const params = paramsOf((name) => c.req.query(name));
        if (params.id_token_hint !== undefined) return c.redirect(await withoutHint(deps, c, params), 303);
        const { clientId, backTo } = await checked(deps, c, params);
        if (!(await deps.provider.currentSession(c.env.incoming))) {
          const back = wayBack(deps, clientId, backTo);
          return c.html(signedOutPage({ shell: deps.shell(c), back, told: [], pending: [], silent: [] }));
        }
        const service = serviceOf(deps, clientId);
        return c.html(confirmSignOutPage({ shell: deps.shell(c), csrf: c.get('csrf'), params, service }));
      })
      // Whoever comes back to the answer of the form is shown where things stand.
      .get('/sign-out/confirm', (c) => c.redirect('/sign-out', 303))
      .post('/sign-out/confirm', async (c) =>
        signOut(
          deps,
          c,
          await checked(
            deps,
            c,
            paramsOf((name) => readForm(c)[name]),
          ),
        ),
      )
  );
}

async function signOut(
  deps: SignOutPagesDeps,
  c: PageContext,
  { clientId, backTo }: CheckedSignOut,
): Promise<Response> {
  const { browserWords: browser, reference } = visitorOf(c);
  const { told, pending, silent, setCookies } = await deps.provider.signOut(c.env.incoming, {
    browser,
    reference,
  });
  for (const cookie of setCookies) c.header('Set-Cookie', cookie, { append: true });
  deps.forgetAttempts(c);
  const back = wayBack(deps, clientId, backTo);
  return c.html(
    signedOutPage({
      shell: deps.shell(c),
      back,
      told: namesOf(deps, told),
      pending: namesOf(deps, pending),
      silent: namesOf(deps, silent),
    }),
  );
}

function paramsOf(read: (name: (typeof PARAMS)[number]) => string | undefined): SignOutParams {
  const given = PARAMS.map((name) => [name, read(name)] as const).filter(([, value]) => value);
  return Object.fromEntries(given);
}

const serviceOf = ({ services }: SignOutPagesDeps, clientId: string | undefined) =>
  services.find(({ client }) => client.clientId === clientId);

const wayBack = (deps: SignOutPagesDeps, clientId: string | undefined, href: string | undefined) =>
  href === undefined ? undefined : { href, service: serviceOf(deps, clientId)?.name ?? 'the service' };

const namesOf = ({ services }: SignOutPagesDeps, clientIds: readonly string[]): string[] =>
  services.filter(({ client }) => clientIds.includes(client.clientId)).map(({ name }) => name);
