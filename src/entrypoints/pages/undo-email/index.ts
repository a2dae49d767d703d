// The link by which whoever reads mail at an address that an account has left takes it back there. It works without
// signing in: the thief may have changed the password. Looking changes nothing, since mail scanners open links.
//   GET  /undo-email?undo=…   what would be undone
//   POST /undo-email          undoes it, and begins a recovery at that address in this browser
//   GET  /undo-email/done     what is to be done next
import { Hono } from 'hono';
import { findEmailUndo, undoEmailChange } from '../../../features/email-changes/index.ts';
import { beginRecovery } from '../../../features/recovery/index.ts';
import { type PageContext, type PageEnv, readForm } from '../../../platform/http/index.ts';
import { answerByGet, keptAnswer } from '../refusals/refused-form.ts';
import { isFromElsewhere } from '../request/from-elsewhere.ts';
import { visitorOf } from '../request/visitor.ts';
import type { UndoEmailPagesDeps } from './ports.ts';
import { linkIsOverPage, undoEmailPage, undonePage } from './undo-email.page.ts';

export type { UndoEmailPagesDeps } from './ports.ts';

export const undoEmailPages = (deps: UndoEmailPagesDeps): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get('/undo-email', async (c) => (await keptAnswer(deps, c, 'undo')) ?? show(deps, c))
    .post('/undo-email', async (c) => answerByGet(deps, c, await submit(deps, c), 'undo'))
    .get('/undo-email/done', (c) =>
      isFromElsewhere(c) ? c.redirect('/recover', 303) : c.html(undonePage(deps.shell(c), deps.customerCare)),
    );

async function show(deps: UndoEmailPagesDeps, c: PageContext): Promise<Response> {
  const secret = c.req.query('undo') ?? '';
  const undo = await findEmailUndo(deps, secret);
  if (!undo) return c.html(linkIsOverPage(deps.shell(c), { refusal: 'over', ...deps }), 404);
  return c.html(undoEmailPage(deps.shell(c), { ...undo, secret, csrf: c.get('csrf') }));
}

async function submit(deps: UndoEmailPagesDeps, c: PageContext): Promise<Response> {
  const visitor = visitorOf(c);
  const undone = await undoEmailChange(deps, { secret: readForm(c)['undo'] ?? '' }, visitor);
  if (undone.ok) {
    // No password opens the account now. Where no recovery can be begun from here at the moment, its first page says so.
    const begun = await beginRecovery(deps, { email: undone.value.email }, visitor);
    if (begun.ok) deps.enterRecovery(c, begun.value);
    return c.redirect('/undo-email/done', 303);
  }
  return c.html(linkIsOverPage(deps.shell(c), { refusal: undone.error, ...deps }), 409);
}
