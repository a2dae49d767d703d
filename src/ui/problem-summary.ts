import { type Html, html } from './html.ts';
import { icon } from './icon.ts';
import type { Problem } from './shell.ts';

/** The id of the input of that name: what the summary's links lead to. */
export const fieldId = (name: string): string => `field-${name}`;

/** The id of the words about what is wrong with that field. */
export const problemId = (name: string): string => `problem-${name}`;

/** The problems of one field. */
export const problemsOf = (name: string, problems: readonly Problem[] | undefined): readonly Problem[] =>
  (problems ?? []).filter((problem) => problem.field === name);

/** Everything that is to be put right, at the top, focused, each line a link to its field. */
export function problemSummary(problems: readonly Problem[] | undefined): Html | undefined {
  if (!problems || problems.length === 0) return undefined;
  // `autofocus` on any focusable element is honoured without JavaScript; the client script covers older browsers.
  return html`
  <div class="problem-summary" role="group" tabindex="-1" autofocus aria-labelledby="problem-summary-title">
    ${icon('circle-alert')}
    <div>
      <h2 id="problem-summary-title">${problems.length === 1 ? 'There is a problem' : 'There are problems'}</h2>
      <ul>${problems.map(({ field, message }) =>
        field === undefined
          ? html`<li>${message}</li>`
          : html`<li><a href="#${fieldId(field)}">${message}</a></li>`,
      )}</ul>
    </div>
  </div>`;
}

/** The problems of one field, under its hint. */
export function fieldProblems(name: string, problems: readonly Problem[] | undefined): Html | undefined {
  const own = problemsOf(name, problems);
  if (own.length === 0) return undefined;
  return html`<div class="field-problem" id="${problemId(name)}">${own.map(
    ({ message }) =>
      html`<p>${icon('circle-alert')}<span><span class="visually-hidden">Problem: </span>${message}</span></p>`,
  )}</div>`;
}
