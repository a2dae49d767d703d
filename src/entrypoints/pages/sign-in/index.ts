// Sign-in: the hub and its steps. Each step is one page and one operation; none leads to another.
//   GET  /sign-in/:attempt         the hub: sends the browser to the step that is due, or back to the service
//   GET  /sign-in/:attempt/:step   its page
//   POST /sign-in/:attempt/:step   its operation; accepted → what the hub says next, refused → its page again
//   POST /sign-in/:attempt/passkey   a passkey, at whichever step asks who somebody is
//   POST /sign-in/:attempt/new-password/check   what is wrong with a password that is being typed
// attempt-pages.ts answers them, for whom visit.ts lets in; hub.ts and the steps say the rest.
import { Hono } from 'hono';
import type { PageEnv } from '../../../platform/http/index.ts';
import { attemptPages } from './attempt-pages.ts';
import type { SignInPagesDeps } from './ports.ts';

export { attemptCookieHeaders, forgetAttempts } from './attempt-cookies.ts';
export { attemptDescription, attemptOfReference, carryIntoAttempt } from './attempt-description.ts';
export { foreignFormResponse } from './closed.ts';
export type { ProviderPort, SignInPagesDeps } from './ports.ts';

export function signInPages(deps: SignInPagesDeps): Hono<PageEnv> {
  const pages = attemptPages(deps);
  return new Hono<PageEnv>()
    .get(HUB, pages.showHub)
    .get(`${HUB}/:step`, pages.showStep)
    .post(`${HUB}/new-password/check`, pages.checkTyped)
    .post(`${HUB}/passkey`, pages.takePasskey)
    .post(`${HUB}/:step{password}`, (c) =>
      // Before anything is read: in a storm of sign-ins whoever has to come back is told at once.
      deps.hashing.keepPlace((hashing) => attemptPages({ ...deps, hashing }).takeForm(c)),
    )
    .post(`${HUB}/:step`, pages.takeForm);
}

/** What could not be an attempt's id is a page that does not exist: nothing of it gets into a header. */
const HUB = '/sign-in/:attempt{[\\w-]{1,64}}';
