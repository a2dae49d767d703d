// A form that is refused is answered with its page, which says what is wrong. In the history of a browser that page would stand
// for the form: Back and reload would send it again, or ask whether to. A script of ours mends that (going-back.js); for a browser
// without scripts the page is kept for a moment, and the answer leads to an address where it is got by GET (docs/decisions/0020).
import { hash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import {
  findKeptPage,
  forgetKeptPages,
  KEPT_FOR,
  type KeptPagesDeps,
  keepPage,
  openKeptPage,
} from '../../../features/kept-pages/index.ts';
import { type Instant, seconds } from '../../../kernel/index.ts';
import {
  type Cookies,
  type PageContext,
  type PageEnv,
  readForm,
  retryAfter,
} from '../../../platform/http/index.ts';

export interface RefusedFormDeps extends KeptPagesDeps {
  cookies: Cookies;
}

/** What the middleware has found for a request that asks for a kept page; `lost`: nothing, where something should be. */
type Found = { id: string; sealed: string } | 'lost';

/** Begins the name of a cookie that holds the id of the page at one address, and its mark: two tabs are refused side by side. */
const COOKIE = 'ma_refused_';
/** In the place of both, once the form was sent again or the page has been shown: Back shows the form then. */
const SETTLED = 'nothing-kept';
/** Far more pages than anybody is shown in minutes; a header of cookies has room for hundreds that were never ours. */
const MOST_AT_ONCE = 20;
/** Marks the address of the page that answers a form: when that was. */
const MARK = 'refused';
/** So long an answer can be on its way. Who comes later with that address has gone back to it. */
const ON_ITS_WAY = seconds(20);
/** Filled in by a script of ours with every form. */
const SCRIPTED = 'scripted';

/** What a page about a form is answered with. Faults of ours are none of them: the next try may be another node's. */
const KEPT: readonly number[] = [200, 404, 409, 410, 422, 429];

const found = new WeakMap<Request, Found>();

/**
 * Finds what is kept for a request that asks for it, and forgets it when a form of that browser is taken. The pages
 * themselves say whether it may be seen: `keptAnswer`.
 */
export const refusedForms =
  (deps: RefusedFormDeps): MiddlewareHandler<PageEnv> =>
  async (c, next) => {
    const mark = c.req.method === 'POST' ? undefined : c.req.query(MARK);
    const here = mark === undefined ? undefined : await lookFor(deps, c, mark);
    if (here) found.set(c.req.raw, here);
    await next();
    if (here === 'lost') passOn(c, mark);
    if (c.req.method === 'POST' && isNavigation(c) && c.res.status < 400 && !leadsToKept(c))
      await settle(deps, c);
  };

/** Whether the page has to say that a form was not taken, as what was wrong with it cannot be shown any more. */
export const refusalIsLost = (c: PageContext): boolean => found.get(c.req.raw) === 'lost';

/**
 * For the answer to a posted form: where it is a page and the browser runs no scripts of ours, the way to where `keptAnswer`
 * gives it. Not for what is shown this once and kept nowhere, a PIN or recovery codes.
 * @param boundTo what this browser has been let into at that address: nobody else is ever shown the page
 */
export async function answerByGet(
  deps: RefusedFormDeps,
  c: PageContext,
  answer: Response,
  boundTo: string,
): Promise<Response> {
  if (!runsNoScripts(c) || !KEPT.includes(answer.status)) return answer;
  const markup = await answer.text();
  const { status } = answer;
  const now = deps.clock.now();
  const wait = Number(answer.headers.get('Retry-After') ?? Number.NaN);
  const retryAt = Number.isFinite(wait) ? now + seconds(wait) : undefined;
  const cookie = cookieFor(pathOf(c));
  const whose = { browser: holderOf(c, cookie), address: c.get('address'), path: pathOf(c), boundTo };
  const id = await keepPage(deps, whose, { markup, status, retryAt });
  if (id === undefined) return c.html(markup, status as ContentfulStatusCode);
  const mark = now.toString(36);
  deps.cookies.write(c, cookie, `${id}.${mark}`, KEPT_FOR);
  // With a redirect it would say how long to wait before following it (RFC 9110, section 10.2.3).
  c.header('Retry-After', undefined);
  return c.redirect(`${pathOf(c)}?${MARK}=${mark}`, 303);
}

/**
 * The page that says what was wrong, where this request asks for it and may see it: until the form is sent again.
 * @param boundTo the same as when it was kept
 */
export async function keptAnswer(
  deps: RefusedFormDeps,
  c: PageContext,
  boundTo: string,
): Promise<Response | undefined> {
  const here = found.get(c.req.raw);
  if (here === undefined || here === 'lost') return undefined;
  const page = openKeptPage(deps, here.sealed, { id: here.id, path: pathOf(c), boundTo });
  if (!page) return undefined;
  // How long to wait is true but once: loaded again, the form is there.
  if (c.req.method === 'GET' && tellsTheTime(page)) await settle(deps, c);
  if (page.retryAt !== undefined) c.header('Retry-After', retryAfter(page.retryAt, deps.clock.now()));
  return c.html(page.markup, page.status as ContentfulStatusCode);
}

/** Whether a form was sent by a browser in which no script of ours runs. Programs and old browsers do not say what they do. */
export const runsNoScripts = (c: PageContext): boolean =>
  c.req.method === 'POST' &&
  c.req.header('sec-fetch-mode') === 'navigate' &&
  readForm(c)[SCRIPTED] === undefined;

async function lookFor(deps: RefusedFormDeps, c: PageContext, mark: string): Promise<Found | undefined> {
  const name = cookieFor(pathOf(c));
  const cookie = deps.cookies.read(c, name);
  if (cookie === SETTLED) return undefined;
  const [id = '', itsMark] = cookie?.split('.') ?? [];
  // Another form was refused since: whoever comes here has gone back over that.
  if (itsMark !== undefined && sentAt(itsMark) > sentAt(mark)) return undefined;
  if (itsMark !== mark) return isOnItsWay(deps, mark) ? 'lost' : undefined;
  const sealed = await findKeptPage(deps, holderOf(c, name));
  return sealed === undefined ? 'lost' : { id, sealed };
}

const sentAt = (mark: string): Instant => Number.parseInt(mark, 36);

function isOnItsWay({ clock }: RefusedFormDeps, mark: string): boolean {
  const age = clock.now() - sentAt(mark);
  // The clocks of two nodes are not quite the same.
  return Math.abs(age) < ON_ITS_WAY;
}

/** The page leads on to another one, which says it instead. */
function passOn(c: PageContext, mark = ''): void {
  const to = c.res.headers.get('Location');
  if (to === null || !/^\/(?![/\\])/.test(to)) return;
  c.res.headers.set('Location', `${to}${to.includes('?') ? '&' : '?'}${MARK}=${encodeURIComponent(mark)}`);
}

async function settle(deps: RefusedFormDeps, c: PageContext): Promise<void> {
  const names = deps.cookies
    .namesIn(c.req.header('cookie'), COOKIE)
    .filter((name) => deps.cookies.read(c, name) !== SETTLED)
    .slice(-MOST_AT_ONCE);
  if (names.length === 0) return;
  for (const name of names) deps.cookies.write(c, name, SETTLED, KEPT_FOR);
  const holders = names.map((name) => holderOf(c, name));
  // The answer stands. What cannot be removed now opens without its cookie to nobody, and goes by itself.
  await forgetKeptPages(deps, holders).catch(() => undefined);
}

const cookieFor = (path: string): string => `${COOKIE}${hash('sha256', path, 'base64url').slice(0, 12)}`;

/** Whose the page is: this browser's, at that address. */
const holderOf = (c: PageContext, cookie: string): string => `${c.get('browser')} ${cookie}`;

const leadsToKept = (c: PageContext): boolean =>
  new RegExp(`[?&]${MARK}=`).test(c.res.headers.get('Location') ?? '');

const isNavigation = (c: PageContext): boolean =>
  (c.req.header('sec-fetch-mode') ?? 'navigate') === 'navigate';

const tellsTheTime = ({ status, markup }: { status: number; markup: string }): boolean =>
  status === 429 || /data-countdown|appears-in-/.test(markup);

const pathOf = (c: PageContext): string => new URL(c.req.url).pathname;
