// What is shown when a page cannot be: plain words, a way forward, the reference.
//   not-found, something-went-wrong, expired-sign-in, signed-in-already, refused-request, foreign-form,
//   unreadable-form, too-many-requests, busy, unavailable
//   handle-faults.ts   turns what was thrown into one of them, once for all pages
//   sign-on-problem.ts   which of them says why OpenID Connect cannot go on
//   answer-too-many.ts   429, and when to come back
//   further-help.page.ts   whom to turn to, at the foot of any page that leads no further
export { answerTooMany } from './answer-too-many.ts';
export { busyPage } from './busy.page.ts';
export { type ExpiredSignIn, expiredSignInPage } from './expired-sign-in.page.ts';
export { foreignFormPage } from './foreign-form.page.ts';
export { type FaultDeps, handleFaults } from './handle-faults.ts';
export { notFoundPage } from './not-found.page.ts';
export { type RefusedRequest, refusedRequestPage } from './refused-request.page.ts';
export { type SignOnProblem, signOnProblemPage } from './sign-on-problem.ts';
export { type SignedInAlready, signedInAlreadyPage } from './signed-in-already.page.ts';
export { somethingWentWrongPage } from './something-went-wrong.page.ts';
export { type TooManyRequests, tooManyRequestsPage } from './too-many-requests.page.ts';
export { unavailablePage } from './unavailable.page.ts';
export { unreadableFormPage } from './unreadable-form.page.ts';
