import { type Html, html, type Part } from './html.ts';
import { fieldId, fieldProblems, problemId, problemsOf } from './problem-summary.ts';
import type { Problem } from './shell.ts';

export interface Field {
  label: string;
  name: string;
  type?: 'text' | 'email' | 'tel' | 'password' | 'date' | 'search' | undefined;
  value?: string | undefined;
  hint?: Part;
  autocomplete: string;
  inputmode?: 'text' | 'numeric' | 'email' | 'tel' | undefined;
  /** All problems of the page: the field picks its own. */
  problems?: readonly Problem[] | undefined;
  required?: boolean | undefined;
  maxlength?: number | undefined;
  min?: string | undefined;
  max?: string | undefined;
  autofocus?: boolean | undefined;
  /** `token` and `code` are large and spaced out; `short` is narrow. */
  look?: 'token' | 'code' | 'short' | undefined;
  /** Shown at the end of the label of what may be left out. */
  optional?: boolean | undefined;
}

/** A label, a hint, what is wrong, and one input. */
export const field = (f: Field): Html => html`
  <div class="field${problemsOf(f.name, f.problems).length > 0 && ' field-wrong'}">
    <label for="${fieldId(f.name)}">${f.label}${f.optional && html` <span class="optional">(optional)</span>`}</label>
    ${fieldHint(f.name, f.hint)}
    ${fieldProblems(f.name, f.problems)}
    ${input(f)}
  </div>`;

/** The bare input, wired to the hint and the problems that stand with it, and to `describedBy` besides. */
export const input = (f: Field, describedBy?: string): Html => html`<input
  class="input${f.look && ` input-${f.look}`}"
  id="${fieldId(f.name)}"
  name="${f.name}"
  type="${f.type ?? 'text'}"
  autocomplete="${f.autocomplete}"
  ${typed(f)}
  ${f.value !== undefined && html`value="${f.value}"`}
  ${f.maxlength !== undefined && html`maxlength="${f.maxlength}"`}
  ${f.min !== undefined && html`min="${f.min}"`}
  ${f.max !== undefined && html`max="${f.max}"`}
  ${described(f.name, { hint: f.hint, problems: f.problems, also: describedBy })}
  ${f.required && html`required`}
  ${f.autofocus && html`autofocus`}
>`;

/** The hint of a field: what to type, said before it is typed. */
export const fieldHint = (name: string, hint: Part): Html | undefined =>
  hint ? html`<p class="hint" id="${hintId(name)}">${hint}</p>` : undefined;

/** The attributes that tie an input to its hint and its problems for screen readers. */
export function described(
  name: string,
  about: { hint?: Part; problems?: readonly Problem[] | undefined; also?: string | undefined },
): Html {
  const wrong = problemsOf(name, about.problems).length > 0;
  const ids = [about.hint && hintId(name), wrong && problemId(name), about.also].filter(Boolean);
  return html`${ids.length > 0 && html`aria-describedby="${ids.join(' ')}"`} ${wrong && html`aria-invalid="true"`}`;
}

const hintId = (name: string): string => `hint-${name}`;

/** Names, codes and addresses are not prose: nothing may correct them, and only names are capitalised. */
function typed({ type, inputmode, look, autocomplete }: Field): Html {
  const capitals = look === 'token' ? 'characters' : autocomplete.endsWith('-name') ? 'words' : 'off';
  return html`${inputmode && html`inputmode="${inputmode}"`}
  ${type !== 'date' && html`autocapitalize="${capitals}"`} spellcheck="false"`;
}
