// What an attempt's pages answer: visit.ts lets a browser in, the steps and the hub say the rest.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AttemptOver, type ClosedAttempt, reopenAtPassword } from '../../../features/sign-in/index.ts';
import { type PageContext, readForm } from '../../../platform/http/index.ts';
import { answerByGet, keptAnswer, runsNoScripts } from '../refusals/refused-form.ts';
import { closedResponse } from './closed.ts';
import { codeStep } from './code.ts';
import { emailStep } from './email.ts';
import { enrolTotpStep } from './enrol-totp.ts';
import { leaveHub } from './hub.ts';
import { keepAccountStep } from './keep-account.ts';
import { linkStep } from './link.ts';
import { checkTypedPassword, newPasswordStep } from './new-password.ts';
import { takePasskey } from './passkey.ts';
import { passwordStep } from './password.ts';
import type { SignInPagesDeps } from './ports.ts';
import { answer, type Step, type Submitted } from './step.ts';
import { type Visit, visitOf } from './visit.ts';

export interface AttemptPages {
  showHub(c: PageContext): Promise<Response>;
  showStep(c: PageContext): Promise<Response>;
  takeForm(c: PageContext): Promise<Response>;
  takePasskey(c: PageContext): Promise<Response>;
  checkTyped(c: PageContext): Promise<Response>;
}

export function attemptPages(deps: SignInPagesDeps): AttemptPages {
  const steps = new Map<string, Step>(
    [
      emailStep(deps),
      passwordStep(deps),
      codeStep(deps),
      newPasswordStep(deps),
      enrolTotpStep(deps),
      keepAccountStep(deps),
      linkStep(deps),
    ].map((step) => [step.name, step]),
  );

  const inside = async (c: PageContext, then: (visit: Visit) => Response | Promise<Response>) => {
    const visit = await visitOf(deps, c);
    if (visit.ok) return then(visit.value);
    const again = await passwordAgain(c, visit.error);
    if (again) return again;
    // What is over is over by GET as well.
    const isOver = visit.error.reason !== 'done';
    return isOver && runsNoScripts(c) ? c.redirect(c.req.path, 303) : closedResponse(deps, c, visit.error);
  };

  /** The password that is sent once more goes on like the first time, of which the browser has no answer. */
  const passwordAgain = async (c: PageContext, { reason }: ClosedAttempt): Promise<Response | undefined> => {
    const isPassword = c.req.method === 'POST' && c.req.param('step') === 'password';
    if (!isPassword || reason !== 'another-browser') return undefined;
    const visit = await visitOf(deps, c, reopenAtPassword);
    return visit.ok ? answer(c, await submit(passwordStep(deps), visit.value), visit.value.hub) : undefined;
  };

  /**
   * To the step that is due now, without the way over the hub. What changes hands at the hub does so there: the way back
   * to the service, and an attempt whose cookie this very answer replaces.
   */
  const goOn = async (c: PageContext, { hub }: Visit): Promise<Response> => {
    // In a turn of its own, as the way over the hub would be: in between sign-ons get on.
    await nextTurn();
    const now = await visitOf(deps, c);
    return now.ok && now.value.due !== 'done' ? leaveHub(deps, now.value) : c.redirect(hub, 303);
  };

  const atStep = (c: PageContext, then: (visit: Visit, step: Step) => Response | Promise<Response>) =>
    inside(c, (visit) => {
      const step = steps.get(c.req.param('step') ?? '');
      const open = step && (step.name === visit.due || step.openWhile?.(visit));
      return open ? then(visit, step) : c.redirect(visit.hub, 303);
    });

  return {
    showHub: (c) => inside(c, (visit) => leaveHub(deps, visit)),
    showStep: (c) =>
      atStep(
        c,
        async (visit, step) => (await keptAnswer(deps, c, boundTo(visit))) ?? c.html(await step.show(visit)),
      ),
    takeForm: (c) =>
      atStep(c, async (visit, step) => {
        const submitted = await submit(step, visit);
        if (submitted === 'accepted') return goOn(c, visit);
        const page = await answer(c, submitted, visit.hub);
        return 'once' in submitted ? page : answerByGet(deps, c, page, boundTo(visit));
      }),
    takePasskey: (c) => inside(c, (visit) => takePasskey(deps, visit)),
    checkTyped: (c) => inside(c, (visit) => checkTypedPassword(deps, visit)),
  };
}

/** For whoever has this attempt in this browser alone. */
const boundTo = ({ attempt }: Visit): string => `attempt:${attempt.id}`;

/** A step that was overtaken leads to the hub like one that was accepted: it knows where things stand now. */
const submit = (step: Step, visit: Visit): Promise<Submitted> =>
  step.submit(visit, readForm(visit.c)).catch((fault) => {
    if (fault instanceof AttemptOver) return 'accepted';
    throw fault;
  });
