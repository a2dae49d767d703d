import { type Banner, form, type Html, html } from '../../../../ui/index.ts';
import { type QuestionFields, questionFields } from '../../security-questions/fields.page.ts';
import { accountPage } from '../frame.page.ts';
import { identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

export const questionsPage = (
  visit: Pick<Visit, 'shell' | 'csrf' | 'account'>,
  p: QuestionFields & { notice: Banner | undefined },
): Html =>
  accountPage(visit, {
    section: 'questions',
    title: 'Security questions',
    intro: 'They help to prove that you are you, when you have forgotten your password.',
    problems: p.problems,
    notice: p.notice,
    body: html`
      <div class="text">
        <p>All three are replaced together, so answer each of them, also where you keep a question. Your present answers are
          shown to nobody, not even to you.</p>
        <ul>
          <li>Choose answers that stay the same, and that others cannot find out about you.</li>
          <li>An answer does not have to be true. You have to remember it.</li>
          <li>Case, spaces and accents do not matter.</li>
        </ul>
      </div>
      ${form({
        action: '/account/questions',
        csrf: visit.csrf,
        body: html`
          ${questionFields(p)}
          ${identityFields({ email: visit.account.email, askForCode: false, problems: p.problems })}`,
        submit: 'Replace the questions',
      })}`,
  });
