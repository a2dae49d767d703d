import {
  form,
  type Html,
  hiddenField,
  html,
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
  /** Id of the registration: each form names it, so that nothing of it gets into that of another tab. */
  registration: string;
  email: string;
  panel: Panel | undefined;
  problems: readonly Problem[];
}

const names = [
  'Contact details',
  'Password',
  'Multi-factor authentication',
  'Security questions',
  'Verify your email',
  'Done',
];

export interface StepContent {
  /** From 1. */
  step: number;
  heading: string;
  intro?: Part;
  back?: string | undefined;
  notice?: Parameters<typeof page>[1]['notice'];
  body: Html;
}

/** The form of a step. */
export const stepForm = (
  { csrf, registration }: Pick<StepPage, 'csrf' | 'registration'>,
  { action, body, submit }: { action: string; body: Html; submit: string },
): Html => form({ action, csrf, submit, body: html`${hiddenField('registration', registration)}${body}` });

/** The frame of every step: where one is, the way back, what is wrong. */
export const stepPage = (
  { shell, panel, problems }: Pick<StepPage, 'shell' | 'panel' | 'problems'>,
  { step, heading, intro, back, notice, body }: StepContent,
): Html =>
  page(shell, {
    title: `${names[step - 1]}: step ${step} of ${names.length}`,
    heading,
    intro,
    panel,
    back: back === undefined ? undefined : { href: back, text: 'Back' },
    progress: { step, of: names.length, name: names[step - 1] ?? '' },
    problems,
    notice,
    body,
  });
