import { type Element, nearest, tagged, textOf, within } from './html.ts';

/** One control of a form, as far as it is sent with it. */
export interface Control {
  name: string;
  kind: 'text' | 'box' | 'radio' | 'select' | 'fixed';
  value: string;
  /** Whether it is sent as the page stands. */
  sent: boolean;
  /** What a select offers. */
  options: string[];
}

export function controlsOf(form: Element): Control[] {
  return [...within(form, tagged('input', 'select', 'textarea'))]
    .filter((element) => element.attributes['name'] && !isDisabled(element))
    .map(controlOf);
}

const isDisabled = (element: Element): boolean =>
  nearest(element, (each) => 'disabled' in each.attributes) !== undefined;

function controlOf(element: Element): Control {
  const name = element.attributes['name'] ?? '';
  const value = element.attributes['value'] ?? '';
  if (element.tag === 'textarea')
    return { name, kind: 'text', value: textOf(element), sent: true, options: [] };
  if (element.tag === 'select') return selectOf(name, element);
  const type = element.attributes['type'] ?? 'text';
  const checked = 'checked' in element.attributes;
  if (type === 'checkbox') return { name, kind: 'box', value: value || 'on', sent: checked, options: [] };
  if (type === 'radio') return { name, kind: 'radio', value, sent: checked, options: [] };
  return { name, kind: type === 'hidden' ? 'fixed' : 'text', value, sent: true, options: [] };
}

function selectOf(name: string, element: Element): Control {
  const options = [...within(element, tagged('option'))];
  const chosen = options.find((option) => 'selected' in option.attributes) ?? options[0];
  const worth = (option: Element | undefined) => option?.attributes['value'] ?? textOf(option);
  return { name, kind: 'select', value: worth(chosen), sent: true, options: options.map(worth) };
}

export const choicesOf = (controls: Control[]): string[] =>
  controls.flatMap((control) => (control.kind === 'select' ? control.options : [control.value]));

/** What the browser sends when `button` is pressed, with what the person has filled in. */
export function entriesOf(
  controls: Control[],
  filled: ReadonlyMap<string, string | undefined>,
  button: Element,
): URLSearchParams {
  const entries = new URLSearchParams();
  const chosen = new Set<string>();
  for (const { name, kind, value, sent } of controls) {
    if (!filled.has(name)) {
      if (sent) entries.append(name, value);
    } else if (!chosen.has(name)) {
      const typed = filled.get(name);
      if (typed !== undefined && (kind !== 'radio' || typed === value)) {
        entries.append(name, typed);
        chosen.add(name);
      }
    }
  }
  const { name, value } = button.attributes;
  if (name) entries.append(name, value ?? '');
  return entries;
}
