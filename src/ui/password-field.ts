import { fieldHint, input } from './field.ts';
import { type Html, html, type Part } from './html.ts';
import { icon } from './icon.ts';
import { fieldId, fieldProblems, problemsOf } from './problem-summary.ts';
import type { Problem } from './shell.ts';

/**
 * One requirement. `length` (in Unicode code points after NFKC) and `same` (equal to the input of that
 * name) are ticked by the browser itself; the others by what the server answers at `check`.
 */
export interface ChecklistItem {
  /** What the server calls it in its answer. */
  id: string;
  text: string;
  length?: { min: number; max: number } | undefined;
  same?: string | undefined;
}

export interface PasswordField {
  label: string;
  name: string;
  /** `section-…` tells the passwords of several places on one page of ours apart. */
  autocomplete: 'current-password' | 'new-password' | `section-${string} current-password`;
  hint?: Part;
  problems?: readonly Problem[] | undefined;
  required?: boolean | undefined;
  autofocus?: boolean | undefined;
  checklist?: readonly ChecklistItem[] | undefined;
  /**
   * Where the browser asks about the requirements that it cannot judge itself: it posts the whole form
   * there, url-encoded, and is answered `{ "unmet": ["<id>", …] }`. Without it they tick on the server only.
   */
  check?: string | undefined;
}

/** A password with a switch that shows it, and the checklist of what it must be. */
export const passwordField = (f: PasswordField): Html => html`
  <div class="field${problemsOf(f.name, f.problems).length > 0 && ' field-wrong'}">
    <label for="${fieldId(f.name)}">${f.label}</label>
    ${fieldHint(f.name, f.hint)}
    ${fieldProblems(f.name, f.problems)}
    <div class="password">${input({ ...f, type: 'password', value: undefined }, f.checklist && checklistId(f.name))}
      <button type="button" class="reveal" data-reveal="${fieldId(f.name)}" aria-pressed="false" hidden>
        ${icon('eye')}${icon('eye-off')}<span class="visually-hidden">Show ${uncapitalised(f.label)}</span>
      </button>
    </div>
    ${f.checklist && f.checklist.length > 0 && checklist(f, f.checklist)}
  </div>`;

const checklistId = (name: string): string => `checklist-${name}`;

/** An open circle becomes a filled tick; the words for screen readers change politely with it. */
const checklist = (f: PasswordField, items: readonly ChecklistItem[]): Html => html`
  <ul class="checklist" id="${checklistId(f.name)}" data-checklist="${fieldId(f.name)}"${
    f.check && html` data-check="${f.check}"`
  }>${items.map(
    ({ id, text, length, same }) => html`
    <li data-requirement="${id}"${length && html` data-min="${length.min}" data-max="${length.max}"`}${
      same && html` data-same="${fieldId(same)}"`
    }>${icon('circle')}${icon('circle-check')}<span>${text}</span></li>`,
  )}</ul>
  <p class="visually-hidden" role="status" data-checklist-status="${fieldId(f.name)}"></p>`;

/** Names in the label keep their capitals. */
const uncapitalised = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);
