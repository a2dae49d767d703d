import {
  type AnsweredQuestion,
  checkQuestions,
  listQuestions,
  questionList,
  replaceQuestions,
} from '../../../../features/security-questions/index.ts';
import type { Banner, Problem } from '../../../../ui/index.ts';
import { questionProblems } from '../../security-questions/fields.page.ts';
import { QUESTION_FIELDS, typedQuestions } from '../../security-questions/typed-questions.ts';
import { changerOf } from '../changer.ts';
import { confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Section } from '../section.ts';
import type { Visit } from '../visit.ts';
import { questionsPage } from './questions.page.ts';

const HERE = '/account/questions';

/** All three are replaced at once; what the answers were is shown nowhere. */
export const questionsSection = (deps: AccountPagesDeps): Section => ({
  name: 'questions',
  title: 'Security questions',
  pages: [
    {
      path: '',
      async show(visit) {
        const notice = visit.c.req.query('done') === 'replaced' ? REPLACED : undefined;
        return questionsPage(visit, { ...contentOf(await questionsOf(deps, visit), []), notice });
      },
      keeps: QUESTION_FIELDS,
      async submit(visit, form) {
        const typed = typedQuestions(form);
        const again = (problems: Problem[]) => ({
          again: questionsPage(visit, { ...contentOf(typed, problems), notice: undefined }),
          status: 422 as const,
        });
        const wrong = questionProblems(checkQuestions(typed));
        if (wrong.length > 0) return again(wrong);
        const confirmed = await confirmIdentity(deps, visit, form, 'password');
        if (!confirmed.ok) return again(confirmed.error);
        const replaced = await replaceQuestions(deps, changerOf(visit), typed);
        if (replaced.ok) return { goTo: `${HERE}?done=replaced` };
        return replaced.error === 'session-over' ? 'session-over' : again(questionProblems(replaced.error));
      },
    },
  ],
});

/** Those that were typed and came too late, or those that there are. */
async function questionsOf(
  { db }: AccountPagesDeps,
  { account, typedBefore }: Visit,
): Promise<AnsweredQuestion[]> {
  if (QUESTION_FIELDS.some((name) => typedBefore[name] !== undefined)) return typedQuestions(typedBefore);
  const present = await listQuestions(db, account.id);
  return present.map(({ question }) => ({ question, answer: '' }));
}

const REPLACED: Banner = {
  tone: 'success',
  title: 'Your security questions are replaced',
  text: 'From now on only the new answers count.',
};

const contentOf = (questions: readonly AnsweredQuestion[], problems: readonly Problem[]) => ({
  list: questionList,
  questions: questions.map((each) => ({ ...each, answerIsSet: false })),
  problems,
});
