import {
  declineSecondFactor,
  hasBindingToken,
  needsEmailToken,
  offerInAttempt,
  sendTokenInAttempt,
  submitBindingToken,
  submitEnrolment,
} from '../../../features/sign-in/index.ts';
import type { Form } from '../../../platform/http/index.ts';
import type { Banner, Html } from '../../../ui/index.ts';
import { newTokenSent, tokenHasToWait } from '../tokens/token-field.page.ts';
import { bindingTokenPage, enrolPage, recoveryCodesPage } from './enrol-totp.page.ts';
import type { SignInPagesDeps } from './ports.ts';
import type { Step, Submitted } from './step.ts';
import { handOut, panelOf, provenAccountOf, type Visit, whatFollows } from './visit.ts';

/** Binding an OTP app: where it is due, an emailed token first; then the QR code; then the recovery codes. */
export const enrolTotpStep = (deps: SignInPagesDeps): Step => ({
  name: 'enrol-totp',
  show: (visit) =>
    needsEmailToken(deps, visit.attempt, provenAccountOf(visit))
      ? showToken(deps, visit)
      : showOffer(deps, visit),
  submit(visit, form) {
    if (form['act'] === 'decline') return decline(deps, visit);
    return needsEmailToken(deps, visit.attempt, provenAccountOf(visit))
      ? submitToken(deps, visit, form)
      : submitCode(deps, visit, form);
  },
});

async function showToken(deps: SignInPagesDeps, visit: Visit): Promise<Html> {
  // Sent when the page opens for the first time; loaded again it sends nothing.
  const waiting = await hasBindingToken(deps, visit.attempt, visit.visitor);
  return tokenPage(deps, visit, waiting ? undefined : await sendToken(deps, visit));
}

const tokenPage = (deps: SignInPagesDeps, visit: Visit, notice: Banner | undefined): Html =>
  bindingTokenPage({ ...contentOf(deps, visit), token: '', notice });

/** @returns what to say where none could be sent just now */
async function sendToken(deps: SignInPagesDeps, visit: Visit): Promise<Banner | undefined> {
  const sent = await sendTokenInAttempt(deps, visit.attempt, provenAccountOf(visit), visit.visitor);
  return sent.ok ? undefined : tokenHasToWait(sent.error.retryAt, deps.clock.now());
}

async function showOffer(deps: SignInPagesDeps, visit: Visit): Promise<Html> {
  const offer = await offerInAttempt(deps, visit.attempt, provenAccountOf(visit));
  return enrolPage({ ...contentOf(deps, visit), offer });
}

async function submitToken(deps: SignInPagesDeps, visit: Visit, form: Form): Promise<Submitted> {
  if (form['act'] === 'send') {
    return { again: tokenPage(deps, visit, (await sendToken(deps, visit)) ?? newTokenSent), status: 200 };
  }
  const token = form['token'] ?? '';
  const again = (refusal: NonNullable<Parameters<typeof bindingTokenPage>[0]['refusal']>): Submitted => ({
    again: bindingTokenPage({ ...contentOf(deps, visit), token, notice: undefined, refusal }),
    status: 422,
  });
  if (token.trim() === '') return again('empty');
  const verdict = await submitBindingToken(deps, visit.attempt, provenAccountOf(visit), token, visit.visitor);
  if (!verdict.ok) return again(verdict.error);
  handOut(deps, visit.c, visit.attempt, verdict.value.secret);
  return 'accepted';
}

async function submitCode(deps: SignInPagesDeps, visit: Visit, form: Form): Promise<Submitted> {
  const { attempt, visitor, c, hub } = visit;
  const account = provenAccountOf(visit);
  const verdict = await submitEnrolment(deps, attempt, account, { code: form['code'] ?? '' }, visitor);
  const content = contentOf(deps, visit);
  if (!verdict.ok) {
    const offer = await offerInAttempt(deps, attempt, account);
    return {
      again: enrolPage({ ...content, offer, refusal: verdict.error }),
      status: verdict.error.reason === 'attempt-spent' ? 429 : 422,
    };
  }
  handOut(deps, c, attempt, verdict.value.secret);
  const codes = verdict.value.recoveryCodes;
  // The answer itself: they are nowhere to be read a second time.
  return { once: recoveryCodesPage({ ...content, codes, goOn: hub }) };
}

async function decline(deps: SignInPagesDeps, visit: Visit): Promise<Submitted> {
  if (visit.situation.secondFactorWanted === 'chosen') {
    await declineSecondFactor(deps, provenAccountOf(visit));
  }
  return 'accepted';
}

function contentOf(deps: SignInPagesDeps, visit: Visit) {
  const { shell, csrf, hub, service, situation } = visit;
  return {
    shell,
    csrf,
    action: `${hub}/enrol-totp`,
    now: deps.clock.now(),
    email: provenAccountOf(visit).email,
    wanted: situation.secondFactorWanted ?? 'chosen',
    service: service.name,
    startAgain: { href: service.signOnUrl, service: service.name },
    panel: panelOf(
      service,
      'You are turning on your second factor: a code from your phone.',
      whatFollows(visit),
    ),
  } as const;
}
