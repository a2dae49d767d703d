import { withoutHiddenSigns } from '../../../kernel/index.ts';

/** HTML that is safe to put into HTML. */
export interface Markup {
  markup: string;
}

/** A template in which everything filled in is escaped, unless it is markup already. */
export function html(template: TemplateStringsArray, ...values: (string | Markup | Markup[])[]): Markup {
  const filled = values.map((value) => {
    if (typeof value === 'string') return escaped(value);
    return Array.isArray(value) ? value.map(({ markup }) => markup).join('') : value.markup;
  });
  return { markup: String.raw({ raw: template }, ...filled) };
}

/** Takes text of our own as it stands. */
export const trusted = (markup: string): Markup => ({ markup });

const escaped = (text: string): string =>
  withoutHiddenSigns(text)
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\p{Cc}/gu, ' ');
