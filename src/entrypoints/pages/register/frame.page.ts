import { type Html, type Panel, type Part, type Problem, page, type Shell } from '../../../ui/index.ts';

/** What every step's page is given. */
export interface StepPage {
  shell: Shell;
  csrf: string;
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

/** The frame of every step: where one is, the way back, what is wrong. */
export const stepPage = (
  { shell, panel, problems }: Omit<StepPage, 'csrf'>,
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
