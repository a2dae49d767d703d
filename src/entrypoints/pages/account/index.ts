// Manage My Account: everything that a customer changes by themselves. It is a relying party of our own provider, so
// that there is one way to sign in, and one session.
//   GET  /account                    the first section
//   GET  /account/callback           back from the provider
//   GET  /account/:section…          a page of it
//   POST /account/:section…          its operation; the password is in the same form (confirm-identity.ts)
// visit.ts lets a browser in; each section is a folder of its own name; the rest is the same for all.
// lost-form.ts is for a form that comes when its session has ended.
import { Hono } from 'hono';
import { isOutage } from '../../../platform/database/index.ts';
import { type PageContext, type PageEnv, readForm } from '../../../platform/http/index.ts';
import { expiredSignInPage } from '../errors/index.ts';
import { answerByGet, keptAnswer } from '../refusals/refused-form.ts';
import { isFromElsewhere } from '../request/from-elsewhere.ts';
import { forgetSignedIn, isSignedIn, takeBegun, writeBegun, writeSignedIn } from './account-cookies.ts';
import { activitySection } from './activity/index.ts';
import { authenticationSection } from './authentication/index.ts';
import { contactSection } from './contact/index.ts';
import { linksSection } from './links/index.ts';
import { forgetLostForm, keepLostForm, type LostBecause, passLostFormOn } from './lost-form.ts';
import { myDataSection } from './my-data/index.ts';
import { passkeysSection } from './passkeys/index.ts';
import type { AccountPagesDeps } from './ports.ts';
import { questionsSection } from './questions/index.ts';
import { CALLBACK_PATH } from './relying-party.ts';
import type { Answer, Page, Section } from './section.ts';
import { sessionsSection } from './sessions/index.ts';
import { type Visit, visitOf } from './visit.ts';

export type { AccountPagesDeps } from './ports.ts';
export { openRelyingParty, relyingPartyClient } from './relying-party.ts';

/** Every section, in the order of the navigation. */
const sectionsOf = (deps: AccountPagesDeps): readonly Section[] => [
  contactSection(deps),
  authenticationSection(deps),
  passkeysSection(deps),
  questionsSection(deps),
  linksSection(deps),
  sessionsSection(deps),
  activitySection(deps),
  myDataSection(deps),
];

export function accountPages(deps: AccountPagesDeps): Hono<PageEnv> {
  const app = new Hono<PageEnv>()
    .get('/account', (c) => c.redirect('/account/contact', 303))
    .get(CALLBACK_PATH, (c) => comeBack(deps, c));
  for (const { name, pages } of sectionsOf(deps)) {
    for (const page of pages) {
      const address = `/account/${name}${page.path}`;
      app.get(address, (c) =>
        inside(
          deps,
          c,
          page,
          async (visit) => (await keptAnswer(deps, c, boundTo(visit))) ?? shown(deps, page, visit),
        ),
      );
      const { submit } = page;
      if (submit)
        app.post(address, (c) => inside(deps, c, page, async (visit) => submit(visit, readForm(c))));
    }
  }
  return app;
}

async function inside(
  deps: AccountPagesDeps,
  c: PageContext,
  page: Page,
  then: (visit: Visit) => Promise<Answer>,
): Promise<Response> {
  const visit = await visitOf(deps, c);
  if (visit === 'sign-in') return signIn(deps, c, page, 'session-over');
  if (visit === 'second-factor') return signIn(deps, c, page, visit);
  // Arrived well: loaded again later, the page is asked for as any other.
  if (c.req.query(ARRIVED) !== undefined || isToldFromElsewhere(c))
    return c.redirect(new URL(c.req.url).pathname, 303);
  const given = await then(visit);
  // Ended while it was under way, which is the same to the person as if it had been a moment before.
  if (given === 'session-over') return signIn(deps, c, page, 'session-over');
  const answered = await answer(c, given);
  // Any other page is the one answer to its form, and shown this once.
  const isAgain = 'again' in given && !(given instanceof Response);
  return isAgain ? answerByGet(deps, c, answered, boundTo(visit)) : answered;
}

/** Say on the page that an operation leads to what it has done. */
const TOLD = ['done', 'ended', 'sent'];

const isToldFromElsewhere = (c: PageContext): boolean =>
  isFromElsewhere(c) && TOLD.some((name) => c.req.query(name) !== undefined);

/** For the account that is signed in here, in this session. */
const boundTo = ({ session }: Visit): string => `session:${session.uid} ${session.accountId}`;

/** The page; if it says that a form of it was lost, it says so this once. */
async function shown(deps: AccountPagesDeps, page: Page, visit: Visit): Promise<Answer> {
  const { lost } = visit.standing;
  const given = await page.show(visit);
  if (!lost) return given;
  if (typeof given === 'object' && 'goTo' in given) passLostFormOn(deps, visit.c, lost, given.goTo);
  else forgetLostForm(deps, visit.c);
  return given;
}

const answer = (c: PageContext, given: Exclude<Answer, 'session-over'>): Response | Promise<Response> => {
  if (given instanceof Response) return given;
  if ('goTo' in given) return c.redirect(given.goTo, 303);
  return 'again' in given ? c.html(given.again, given.status) : c.html(given);
};

/** Says that the browser has just come through the provider. Where it is unknown then all the same, it keeps no cookies. */
const ARRIVED = 'arrived';

/** Comes back to the page. A form that was posted is not taken; the page says so then. */
async function signIn(
  deps: AccountPagesDeps,
  c: PageContext,
  { keeps = [] }: Page,
  because: LostBecause,
): Promise<Response> {
  if (c.req.query(ARRIVED) !== undefined) return startAgain(deps, c);
  if (c.req.method === 'POST') keepLostForm(deps, c, { because, form: readForm(c), keeps });
  const ask = because === 'second-factor' ? { acr_values: 'aal2' } : {};
  return begin(deps, c, new URL(c.req.url).pathname, ask);
}

async function begin(
  deps: AccountPagesDeps,
  c: PageContext,
  goOnTo: string,
  ask: Record<string, string> = {},
): Promise<Response> {
  const { address, begun } = await deps.relyingParty.begin(ask);
  writeBegun(deps, c, { ...begun, goOnTo });
  return c.redirect(address, 303);
}

async function comeBack(deps: AccountPagesDeps, c: PageContext): Promise<Response> {
  const begun = takeBegun(deps, c);
  const session = await deps.provider.currentSession(c.env.incoming);
  const callback = new URL(`${CALLBACK_PATH}${new URL(c.req.url).search}`, deps.issuer);
  if (!begun) {
    // Back, or another tab: whoever is signed in here already goes on; the rest begin once more.
    return session && isSignedIn(deps, c, session) ? c.redirect('/account', 303) : startAgain(deps, c);
  }
  // Begun in two tabs: this one was first to sign in, and the other one's is what the cookie holds. Now there is a session.
  if (session && callback.searchParams.get('state') !== begun.state) return begin(deps, c, begun.goOnTo);
  try {
    const { accountId } = await deps.relyingParty.finish(callback, begun);
    if (session?.accountId !== accountId) return startAgain(deps, c);
    writeSignedIn(deps, c, session);
    return c.redirect(`${begun.goOnTo}?${ARRIVED}=yes`, 303);
  } catch (fault) {
    if (isOutage(fault)) throw fault;
    deps.log.warn({ reference: c.get('reference'), err: fault }, 'A sign-in to Manage My Account failed.');
    return startAgain(deps, c);
  }
}

function startAgain(deps: AccountPagesDeps, c: PageContext): Response | Promise<Response> {
  forgetSignedIn(deps, c);
  const page = expiredSignInPage(deps.shell(c), {
    startAgain: { href: '/account', service: 'Manage My Account' },
    customerCare: deps.customerCare,
  });
  return c.html(page, 400);
}
