import { raw, html as template } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** Finished, escaped markup. */
export type Html = HtmlEscapedString;

/** What a template takes: text is escaped, markup is not, and nothing at all is shown as nothing. */
export type Part = Html | string | number | false | null | undefined | readonly Part[];

/** The tag of every template. Pages are pure and synchronous, so a promise in a template is a fault. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const markup = template(strings, ...parts);
  if (markup instanceof Promise) throw new TypeError('A template was given a promise');
  return markup;
}

/** Markup that we wrote ourselves (icons, the mark); never anything that a person or a service typed. */
export const trusted = (markup: string): Html => raw(markup);

const SAFE_ADDRESS = /^(?:https?:|mailto:|tel:|[/?#](?![/\\])|\/$)/i;

/** An address for `href`. One that could run a script, or lead away while looking like a path, becomes `#`. */
export const safeHref = (address: string): string => (SAFE_ADDRESS.test(address) ? address : '#');
