import type { QuestionProblem } from '../../../features/security-questions/index.ts';
import { details, field, type Html, html, identity, type Problem, select } from '../../../ui/index.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface QuestionsPage extends StepPage {
  /** The questions to choose from. */
  list: readonly string[];
  questions: readonly {
    question: string;
    /** As typed; an answer that is kept is not shown again. */
    answer: string;
    answerIsSet: boolean;
  }[];
}

export const questionsPage = (p: QuestionsPage): Html =>
  stepPage(p, {
    step: 4,
    heading: 'Choose three security questions',
    intro:
      'They help to prove that you are you, when you have forgotten your password. Case, spaces and accents do not matter in the answers.',
    back: '/register/second-factor',
    body: html`${identity({ email: p.email })}${stepForm(p, {
      action: '/register/questions',
      body: html`${p.questions.map((_, index) => questionFields(p, index))}`,
      submit: 'Next',
    })}`,
  });

function questionFields({ list, questions, problems }: QuestionsPage, index: number): Html {
  const { question = '', answer = '', answerIsSet = false } = questions[index] ?? {};
  const number = index + 1;
  const isOwn = question !== '' && !list.includes(question);
  return html`
    ${select({
      label: `Question ${number}`,
      name: `question${number}`,
      choices: [
        { value: '', text: 'Choose a question' },
        ...list.map((each) => ({ value: each, text: each })),
      ],
      value: isOwn ? '' : question,
      problems,
    })}
    ${details({
      summary: 'Ask a question of your own instead',
      open: isOwn,
      body: field({
        label: `Your own question ${number}`,
        name: `ownQuestion${number}`,
        autocomplete: 'off',
        value: isOwn ? question : '',
        hint: 'It takes the place of the one chosen above.',
        maxlength: 200,
      }),
    })}
    ${field({
      label: `Answer ${number}`,
      name: `answer${number}`,
      autocomplete: 'off',
      value: answer,
      hint: answerIsSet ? 'Your answer is set. Leave this empty to keep it.' : undefined,
      problems,
      maxlength: 100,
    })}`;
}

/** What is wrong with questions and answers, in words. */
export const questionProblems = (problems: readonly QuestionProblem[]): Problem[] =>
  problems.map(({ position, fault }) => ({
    field: `${fault.startsWith('question') ? 'question' : 'answer'}${position + 1}`,
    message: textOf(fault, position + 1),
  }));

function textOf(fault: QuestionProblem['fault'], number: number): string {
  switch (fault) {
    case 'question-missing':
      return `Choose question ${number}, or write one of your own.`;
    case 'question-too-long':
      return `Question ${number} is too long. Use at most 200 characters.`;
    case 'question-alike':
      return `Question ${number} is like one before it. Choose three different ones.`;
    case 'answer-missing':
      return `Answer question ${number}.`;
    case 'answer-too-short':
      return `Answer ${number} is too short. Use at least 3 letters or digits.`;
    case 'answer-too-long':
      return `Answer ${number} is too long. Use at most 100 characters.`;
    case 'answer-in-question':
      return `Answer ${number} stands in its question already. Give one that others cannot read there.`;
  }
}
