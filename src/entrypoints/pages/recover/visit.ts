import type { Account } from '../../../features/accounts/index.ts';
import {
  findRecovery,
  type Recovery,
  type RecoveryStep,
  recoveryStep,
  type Standing,
  standOfRecovery,
} from '../../../features/recovery/index.ts';
import type { Visitor } from '../../../features/sign-in/index.ts';
import { type PageContext, referenceOf } from '../../../platform/http/index.ts';
import { type Banner, type Panel, type Shell, serviceClass } from '../../../ui/index.ts';
import { visitorOf } from '../request/visitor.ts';
import type { AttemptDescription, RecoverPagesDeps } from './ports.ts';
import { readRecoveryCookie, writeRecoveryCookie } from './recovery-cookie.ts';

/** One request of a browser inside its own recovery. */
export interface Visit {
  c: PageContext;
  recovery: Recovery;
  standing: Standing;
  /** The step whose turn it is. */
  due: RecoveryStep;
  /** Where the person came from, while that attempt is alive. */
  attempt: AttemptDescription | undefined;
  visitor: Visitor;
  shell: Shell;
  csrf: string;
}

/** This browser's recovery; undefined where it has none, or none any more. */
export async function visitOf(deps: RecoverPagesDeps, c: PageContext): Promise<Visit | undefined> {
  const keys = readRecoveryCookie(deps, c);
  const recovery = keys && (await findRecovery(deps, { ...keys, browser: c.get('browser') }));
  if (!recovery) return undefined;
  const standing = await standOfRecovery(deps, recovery);
  if (standing.overtaken) return undefined;
  c.set('reference', referenceOf(deps.sealing, recovery.id));
  const { attemptId } = recovery;
  return {
    c,
    recovery,
    standing,
    due: recoveryStep(standing.facts),
    attempt: attemptId === null ? undefined : await deps.describeAttempt(c, attemptId),
    visitor: visitorOf(c),
    shell: deps.shell(c),
    csrf: c.get('csrf'),
  };
}

/** Gives the browser the recovery's cookie; it replaces the one before. */
export const handOut = (
  deps: RecoverPagesDeps,
  c: PageContext,
  { id, expiresAt }: Pick<Recovery, 'id' | 'expiresAt'>,
  secret: string,
): void => writeRecoveryCookie(deps, c, { id, secret, expiresAt });

/** The information panel: the service that the person came from, what is happening, what comes next. */
export const panelOf = (
  attempt: AttemptDescription | undefined,
  next: string,
  now = 'You are choosing a new password for your Master Account.',
): Panel | undefined =>
  attempt && {
    service: attempt.service.name,
    serviceClass: serviceClass(attempt.service.id),
    now,
    next,
  };

/** What every step's page is given, whatever the step. */
export const stepContent = ({ shell, csrf, recovery, attempt, c }: Visit, next: string) => ({
  shell,
  csrf,
  recovery: recovery.id,
  email: recovery.email,
  panel: panelOf(attempt, next),
  notice: noticeOf(c),
});

function noticeOf(c: PageContext): Banner | undefined {
  if (c.req.query('other') !== undefined) return otherTab;
  return c.req.query('signed-out') === undefined ? undefined : everybodySignedOut;
}

/** After "This wasn't me". */
const everybodySignedOut: Banner = {
  tone: 'success',
  title: 'Everybody is signed out',
  text: 'Nobody is signed in to your account any more. Now choose a new password: it begins with a token.',
};

const otherTab: Banner = {
  tone: 'warning',
  title: 'That form belonged to another tab',
  text: 'You have begun again since, so nothing of it was used. Go on here.',
};

/** The account whose questions were answered. @throws where the step would not have been let in */
export function provenAccountOf({ standing }: Visit): Account {
  if (!standing.account || !standing.facts.answersProven) {
    throw new Error('This step was reached without a proven account.');
  }
  return standing.account;
}
