import {
  type Banner,
  form,
  type Html,
  hiddenField,
  html,
  identity,
  type Panel,
  type Part,
  type Problem,
  page,
  type Shell,
} from '../../../ui/index.ts';

/** What every step's page is given. */
export interface StepPage {
  shell: Shell;
  csrf: string;
  /** Id of the recovery: each form names it, so that nothing of it gets into that of another tab. */
  recovery: string;
  email: string;
  panel: Panel | undefined;
  notice: Banner | undefined;
  problems: readonly Problem[];
}

/** The form of a step. */
export const stepForm = (
  { csrf, recovery }: Pick<StepPage, 'csrf' | 'recovery'>,
  { action, body, submit }: { action: string; body: Html; submit: string },
): Html => form({ action, csrf, submit, body: html`${hiddenField('recovery', recovery)}${body}` });

/** The frame of every step: whose password it is about, what is wrong, and the work. */
export const stepPage = (
  { shell, panel, problems, notice, email }: StepPage,
  { heading, intro, body, fixed = false }: { heading: string; intro?: Part; body: Html; fixed?: boolean },
): Html =>
  page(shell, {
    title: heading,
    intro,
    panel,
    problems,
    notice,
    body: html`${identity({ email, ...(!fixed && { change: '/recover?another=yes' }) })}${body}`,
  });
