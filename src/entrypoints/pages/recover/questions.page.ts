import type { AnswersRefusal } from '../../../features/recovery/index.ts';
import type { Instant } from '../../../kernel/index.ts';
import {
  type Contact,
  durationText,
  field,
  type Html,
  html,
  linkButton,
  linkList,
  type Problem,
} from '../../../ui/index.ts';
import { furtherHelp } from '../errors/further-help.page.ts';
import { type StepPage, stepForm, stepPage } from './frame.page.ts';

export interface QuestionsPage extends StepPage {
  /** With what was typed as the answer. */
  questions: readonly { question: string; answer: string }[];
  /** This recovery takes no more answers. */
  spent: boolean;
  customerCare: Contact;
}

export const questionsPage = (p: QuestionsPage): Html =>
  stepPage(p, {
    heading: 'Answer your security questions',
    intro: 'You chose them for your account. Case, spaces and accents do not matter in the answers.',
    body: p.spent
      ? html`
      <div class="buttons">${linkButton({ href: '/recover?another=yes', text: 'Begin again' })}</div>
      ${furtherHelp(p.shell, p.customerCare)}`
      : html`${stepForm(p, {
          action: '/recover/questions',
          body: html`${p.questions.map(({ question, answer }, index) =>
            field({
              label: question,
              name: `answer${index + 1}`,
              autocomplete: 'off',
              value: answer,
              problems: p.problems,
              required: true,
            }),
          )}`,
          submit: 'Continue',
        })}
        ${linkList([{ href: `/help?topic=forgotten-password&reference=${encodeURIComponent(p.shell.reference)}#answer`, text: 'I cannot answer them' }])}`,
  });

/** Why the answers were not accepted, in words. */
export function answerProblems(refusal: AnswersRefusal, now: Instant): Problem[] {
  switch (refusal.reason) {
    case 'missing':
      return refusal.positions.map((position) => ({
        field: `answer${position + 1}`,
        message: `Answer question ${position + 1}.`,
      }));
    case 'wrong':
      return [{ field: 'answer1', message: 'At least one answer is not right. Check all three.' }];
    case 'recovery-spent':
      return [{ message: 'The answers were wrong five times, so no more are taken here.' }];
    case 'too-many-tries':
      return [
        {
          message: `The answers were wrong too often in the last hour. The next ones can be given in ${durationText(refusal.retryAt - now)}.`,
        },
      ];
  }
}
