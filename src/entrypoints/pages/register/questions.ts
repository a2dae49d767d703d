import { questionsOf, saveQuestions } from '../../../features/registration/index.ts';
import {
  type AnsweredQuestion,
  questionCount,
  questionList,
} from '../../../features/security-questions/index.ts';
import { questionProblems } from '../security-questions/fields.page.ts';
import { typedQuestions } from '../security-questions/typed-questions.ts';
import type { RegisterPagesDeps } from './ports.ts';
import { questionsPage } from './questions.page.ts';
import type { Step } from './step.ts';
import { panelOf, stepContent, type Visit } from './visit.ts';

export const questionsStep = (deps: RegisterPagesDeps): Step => ({
  name: 'questions',
  hashes: true,
  show: (visit) => questionsPage({ ...contentOf(visit, answersKept(visit)), problems: [] }),
  async submit(visit, form) {
    const typed = typedQuestions(form);
    const saved = await saveQuestions(deps, visit.registration, typed);
    if (saved.ok) return 'accepted';
    if (saved.error === 'ended') return 'ended';
    const problems = questionProblems(saved.error);
    return { again: questionsPage({ ...contentOf(visit, typed), problems }), status: 422 };
  },
});

const positions = Array.from({ length: questionCount }, (_, index) => index);

const answersKept = ({ registration }: Visit): AnsweredQuestion[] => {
  const kept = questionsOf(registration);
  return positions.map((position) => ({ question: kept[position]?.question ?? '', answer: '' }));
};

const contentOf = (visit: Visit, answered: AnsweredQuestion[]) => {
  const kept = questionsOf(visit.registration);
  return {
    ...stepContent(visit),
    list: questionList,
    questions: answered.map(({ question, answer }, position) => ({
      question,
      answer,
      answerIsSet: question !== '' && kept[position]?.question === question,
    })),
    panel: panelOf(
      visit.attempt,
      'You are choosing the security questions of your new account.',
      'Next you verify your email address.',
    ),
  };
};
