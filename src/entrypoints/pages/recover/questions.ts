import { submitAnswers } from '../../../features/recovery/index.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';
import type { RecoverPagesDeps } from './ports.ts';
import { answerProblems, questionsPage } from './questions.page.ts';
import { type Step, WHEREVER_DUE } from './step.ts';
import { stepContent, type Visit } from './visit.ts';

export const questionsStep = (deps: RecoverPagesDeps): Step => ({
  name: 'questions',
  show: (visit) => questionsPage({ ...contentOf(deps, visit, []), problems: [], spent: false }),
  async submit(visit, form) {
    const answers = visit.standing.questions.map((_, index) => form[`answer${index + 1}`] ?? '');
    const verdict = await submitAnswers(deps, visit.recovery, visit.standing, answers, visit.visitor);
    if (verdict.ok) return { next: WHEREVER_DUE, secret: verdict.value.secret };
    const { reason } = verdict.error;
    const problems = answerProblems(verdict.error, deps.clock.now());
    const again = questionsPage({
      ...contentOf(deps, visit, answers),
      problems,
      spent: reason === 'recovery-spent',
    });
    return { again, status: refusalStatus(deps, visit.c, verdict.error) };
  },
});

const contentOf = (deps: RecoverPagesDeps, visit: Visit, answers: readonly string[]) => ({
  ...stepContent(visit, 'Then you choose a new password.'),
  questions: visit.standing.questions.map(({ question }, index) => ({
    question,
    answer: answers[index] ?? '',
  })),
  customerCare: deps.customerCare,
});
