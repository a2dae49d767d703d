import {
  type Channel,
  nextTokenAt,
  sendRecoveryToken,
  submitRecoveryToken,
  tokenBinding,
} from '../../../features/recovery/index.ts';
import { findTokenStanding, tokenAsShown } from '../../../features/tokens/index.ts';
import type { PageContext } from '../../../platform/http/index.ts';
import type { Banner } from '../../../ui/index.ts';
import { tokenHasToWait, tokenProblem } from '../tokens/token-field.page.ts';
import type { RecoverPagesDeps } from './ports.ts';
import { type Step, WHEREVER_DUE } from './step.ts';
import { newTokenSent, tokenPage } from './token.page.ts';
import { stepContent, type Visit } from './visit.ts';

export const tokenStep = (deps: RecoverPagesDeps): Step => ({
  name: 'token',
  async show(visit) {
    const content = await contentOf(deps, visit);
    const notice = (await noticeOf(deps, visit)) ?? content.notice;
    return tokenPage({ ...content, token: tokenOfLink(visit.c) ?? '', notice, problems: [] });
  },
  async submit(visit, form) {
    const token = form['token'] ?? '';
    const verdict = await submitRecoveryToken(deps, visit.recovery, visit.standing, { token }, visit.visitor);
    if (verdict.ok) return { next: WHEREVER_DUE, secret: verdict.value.secret };
    const problems = [tokenProblem(token.trim() === '' ? 'empty' : verdict.error, 'message')];
    return { again: tokenPage({ ...(await contentOf(deps, visit)), token, problems }), status: 422 };
  },
});

/**
 * Sends a new token the way the last one was sent, if its time has come.
 * @returns where the page is that says so; loaded again it sends nothing
 */
export async function sendNewToken(deps: RecoverPagesDeps, visit: Visit): Promise<string> {
  const sent = await sendRecoveryToken(deps, visit.recovery, channelOf(visit), visit.visitor);
  return `/recover/token?sent=${sent.ok ? 'yes' : 'not-yet'}`;
}

/** The token that the link of the email carries. It fills the field, and is used up by nobody's looking. */
export const tokenOfLink = (c: PageContext): string | undefined => tokenAsShown(c.req.query('token') ?? '');

const channelOf = ({ recovery }: Visit): Channel => (recovery.channel === 'sms' ? 'sms' : 'email');

/** What became of asking for a new token. How long it has to wait, the budget knows. */
async function noticeOf(deps: RecoverPagesDeps, visit: Visit): Promise<Banner | undefined> {
  const sent = visit.c.req.query('sent');
  if (sent === 'yes') return newTokenSent;
  if (sent !== 'not-yet') return undefined;
  const retryAt = await nextTokenAt(deps, visit.recovery, visit.visitor);
  return retryAt === undefined ? undefined : tokenHasToWait(retryAt, deps.clock.now());
}

const contentOf = async (deps: RecoverPagesDeps, visit: Visit) => ({
  ...stepContent(visit, 'Next you answer your security questions.'),
  channel: channelOf(visit),
  standing: await findTokenStanding(deps, tokenBinding(visit.recovery)),
});
