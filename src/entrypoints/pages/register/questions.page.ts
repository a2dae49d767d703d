import { html, identity } from '../../../ui/index.ts';
import { type QuestionFields, questionFields } from '../security-questions/fields.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export type QuestionsPage = StepPage & QuestionFields;

export const questionsPage = (p: QuestionsPage) =>
  stepPage(p, {
    step: 4,
    heading: 'Choose three security questions',
    intro:
      'They help to prove that you are you, when you have forgotten your password. Case, spaces and accents do not matter in the answers.',
    back: '/register/second-factor',
    body: html`${identity({ email: p.email })}${stepForm(p, {
      action: '/register/questions',
      body: questionFields(p),
      submit: 'Next',
    })}`,
  });
