import { described, fieldHint } from './field.ts';
import { type Html, html, type Part } from './html.ts';
import { fieldId, fieldProblems, problemsOf } from './problem-summary.ts';
import type { Problem } from './shell.ts';

export interface Choice {
  value: string;
  text: string;
  hint?: Part;
  disabled?: boolean | undefined;
}

interface Choices {
  label: string;
  name: string;
  choices: readonly Choice[];
  value?: string | undefined;
  hint?: Part;
  problems?: readonly Problem[] | undefined;
  required?: boolean | undefined;
}

/** One of many, in a list that unfolds. */
export const select = (f: Choices & { autocomplete?: string | undefined }): Html => html`
  <div class="field${problemsOf(f.name, f.problems).length > 0 && ' field-wrong'}">
    <label for="${fieldId(f.name)}">${f.label}</label>
    ${fieldHint(f.name, f.hint)}
    ${fieldProblems(f.name, f.problems)}
    <div class="select"><select class="input" id="${fieldId(f.name)}" name="${f.name}" autocomplete="${f.autocomplete ?? 'off'}"
      ${described(f.name, f)} ${f.required && html`required`}>${f.choices.map(
        ({ value, text, disabled }) => html`
      <option value="${value}"${value === f.value && html` selected`}${disabled && html` disabled`}>${text}</option>`,
      )}
    </select></div>
  </div>`;

/** One of a few, all in sight. */
export const radios = (f: Choices): Html => html`
  <fieldset class="field choices${problemsOf(f.name, f.problems).length > 0 && ' field-wrong'}" ${described(f.name, f)}>
    <legend>${f.label}</legend>
    ${fieldHint(f.name, f.hint)}
    ${fieldProblems(f.name, f.problems)}
    ${f.choices.map((choice, index) => radio(f, choice, index))}
  </fieldset>`;

/** The first one carries the field's id, so that the problem summary leads to it. */
function radio(f: Choices, choice: Choice, index: number): Html {
  const id = index === 0 ? fieldId(f.name) : `${fieldId(f.name)}-${index + 1}`;
  return html`
    <div class="choice">
      <input type="radio" id="${id}" name="${f.name}" value="${choice.value}"
        ${choice.hint && html`aria-describedby="${id}-hint"`}
        ${choice.value === f.value && html`checked`} ${choice.disabled && html`disabled`} ${f.required && html`required`}>
      <label for="${id}">${choice.text}</label>
      ${choice.hint && html`<p class="hint" id="${id}-hint">${choice.hint}</p>`}
    </div>`;
}

export interface Checkbox {
  label: Part;
  name: string;
  value?: string | undefined;
  checked?: boolean | undefined;
  hint?: Part;
  problems?: readonly Problem[] | undefined;
}

/** Yes or no. Unchecked, a browser sends nothing at all. */
export const checkbox = (f: Checkbox): Html => html`
  <div class="field choice${problemsOf(f.name, f.problems).length > 0 && ' field-wrong'}">
    ${fieldProblems(f.name, f.problems)}
    <input type="checkbox" id="${fieldId(f.name)}" name="${f.name}" value="${f.value ?? 'yes'}"
      ${described(f.name, f)} ${f.checked && html`checked`}>
    <label for="${fieldId(f.name)}">${f.label}</label>
    ${fieldHint(f.name, f.hint)}
  </div>`;
