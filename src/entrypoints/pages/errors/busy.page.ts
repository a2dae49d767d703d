import {
  type Contact,
  form,
  type Html,
  hiddenField,
  html,
  linkButton,
  page,
  type Shell,
} from '../../../ui/index.ts';
import { furtherHelp } from './further-help.page.ts';

export interface Busy {
  /** The page of the step, which its form is sent to. */
  again?: string;
  csrf?: string;
  /** What was typed, without secrets: it goes along. */
  typed?: readonly (readonly [name: string, value: string])[];
}

/** More people than we can serve at this moment. Nothing was checked, and no try was counted. */
export const busyPage = (
  shell: Shell,
  customerCare: Contact,
  { again = '/', csrf, typed = [] }: Busy = {},
): Html =>
  page(shell, {
    title: 'Many people are signing in right now',
    intro: 'Your step was not done yet, and no try was counted. Wait half a minute, then repeat it.',
    body: html`
      ${
        csrf !== undefined && typed.length > 0
          ? form({
              action: again,
              csrf,
              body: html`${typed.map(([name, value]) => hiddenField(name, value))}`,
              submit: 'Try again',
            })
          : html`<div class="buttons">${linkButton({ href: again, text: 'Try again' })}</div>`
      }
      ${furtherHelp(shell, customerCare)}`,
  });
