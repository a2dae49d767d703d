import { type Html, html, type Part, safeHref } from './html.ts';

export type ButtonTone = 'primary' | 'danger' | 'quiet' | 'link';

export interface Form {
  action: string;
  csrf: string;
  body: Html;
  /** The words on the one primary button: a verb. */
  submit: string;
  submitTone?: 'primary' | 'danger' | undefined;
  /** It is answered with a file: the page stays, and so must its button. */
  downloads?: boolean | undefined;
}

/** A form that changes something. The browser's own checks are off: ours say what is wrong in our words. */
export const form = (f: Form): Html => html`
  <form class="form" method="post" action="${f.action}" novalidate${f.downloads && html` data-downloads`}>
    ${csrfField(f.csrf)}
    ${f.body}
    <div class="buttons">${button({ text: f.submit, tone: f.submitTone ?? 'primary' })}</div>
  </form>`;

export const csrfField = (csrf: string): Html => html`<input type="hidden" name="csrf" value="${csrf}">`;

/** A value that goes along with the form unseen. */
export const hiddenField = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

export interface Button {
  text: Part;
  tone?: ButtonTone | undefined;
  name?: string | undefined;
  value?: string | undefined;
}

/** A button that sends the form around it. */
export const button = ({ text, tone = 'primary', name, value }: Button): Html =>
  html`<button type="submit" class="button button-${tone}"${name && html` name="${name}"`}${
    value !== undefined && html` value="${value}"`
  }>${text}</button>`;

/** A whole form that is one button: what changes something but looks like a link ("Send a new token"). */
export const postButton = (f: {
  action: string;
  csrf: string;
  text: string;
  tone?: ButtonTone | undefined;
  fields?: Record<string, string> | undefined;
}): Html => html`
  <form class="form-inline" method="post" action="${f.action}">
    ${csrfField(f.csrf)}
    ${Object.entries(f.fields ?? {}).map(([name, value]) => hiddenField(name, value))}
    ${button({ text: f.text, tone: f.tone ?? 'link' })}
  </form>`;

/** A link that looks like a button: where the one thing to do is to go somewhere. */
export const linkButton = ({ href, text, tone = 'primary', goOn }: LinkButton): Html =>
  html`<a class="button button-${tone}" href="${safeHref(href)}"${goOn && html` data-go-on`}>${text}</a>`;

export interface LinkButton {
  href: string;
  text: string;
  tone?: ButtonTone | undefined;
  /** Followed by itself after a moment, where there are scripts and the person does nothing. */
  goOn?: boolean | undefined;
}
