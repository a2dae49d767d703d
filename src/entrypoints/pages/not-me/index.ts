// "This wasn't me": the link in every notice of a change.
//   GET  /not-me?notice=…   says what it is about, and does nothing: mail scanners open links
//   POST /not-me            signs everybody out, voids what is pending, and begins a recovery in this browser; once
import { Hono } from 'hono';
import { changeInWords } from '../../../features/messages/index.ts';
import { findNotice } from '../../../features/notices/index.ts';
import { type Begun, type RecoveryDeps, refuteChange } from '../../../features/recovery/index.ts';
import { spendTry } from '../../../features/throttle/index.ts';
import { type Cookies, type PageContext, type PageEnv, readForm } from '../../../platform/http/index.ts';
import type { Contact, Shell } from '../../../ui/index.ts';
import { answerTooMany } from '../errors/index.ts';
import { answerByGet, keptAnswer } from '../refusals/refused-form.ts';
import { visitorOf } from '../request/visitor.ts';
import { notMePage, overPage } from './not-me.page.ts';

export interface NotMePagesDeps extends Pick<RecoveryDeps, 'db' | 'clock' | 'sealing' | 'issuer'> {
  cookies: Cookies;
  customerCare: Contact;
  shell(c: PageContext): Shell;
  /** Lets the browser into the recovery that has begun. */
  enterRecovery(c: PageContext, begun: Begun): void;
}

export function notMePages(deps: NotMePagesDeps): Hono<PageEnv> {
  return new Hono<PageEnv>()
    .get('/not-me', async (c) => (await keptAnswer(deps, c, 'notice')) ?? show(deps, c))
    .post('/not-me', async (c) => answerByGet(deps, c, await act(deps, c), 'notice'));
}

async function show(deps: NotMePagesDeps, c: PageContext): Promise<Response> {
  const secret = c.req.query('notice') ?? '';
  const notice = await findNotice(deps, secret);
  if (!notice) return over(deps, c);
  const content = { notice, happened: changeInWords(notice.change), secret, csrf: c.get('csrf') };
  return c.html(notMePage(deps.shell(c), { ...content, customerCare: deps.customerCare }));
}

async function act(deps: NotMePagesDeps, c: PageContext): Promise<Response> {
  const begun = await refuteChange(deps, readForm(c)['notice'] ?? '', visitorOf(c));
  if (!begun) return over(deps, c);
  deps.enterRecovery(c, begun);
  return c.redirect('/recover/choose?signed-out=yes', 303);
}

/** Only links that open nothing are counted: a page elsewhere could spend the whole network's looks with a few pictures. */
async function over(deps: NotMePagesDeps, c: PageContext): Promise<Response> {
  const spent = await spendTry(deps, 'notice-links', c.get('address'));
  if (spent.ok) return c.html(overPage(deps.shell(c), deps.customerCare), 410);
  return answerTooMany(deps, c, spent.error);
}
