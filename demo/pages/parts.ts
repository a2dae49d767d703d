import { button, field, type Html, html, type Part } from '../../src/ui/index.ts';

/** What a service offers, in three columns. */
export const features = (items: readonly { name: string; sentence: string }[]): Html => html`
  <div class="site-columns site-features">${items.map(
    ({ name, sentence }) => html`<div><h2>${name}</h2><p>${sentence}</p></div>`,
  )}</div>`;

/** Boxes of equal rank, side by side where there is room. */
export const boxes = (items: readonly { title: string; body: Part }[]): Html => html`
  <div class="site-columns site-columns-two">${items.map(
    ({ title, body }) => html`<section class="site-box"><h2>${title}</h2>${body}</section>`,
  )}</div>`;

/** A request, an answer, a token: as it is, line by line. It can be scrolled by keyboard. */
export const codeBlock = (text: string): Html =>
  html`<pre class="site-code" tabindex="0"><code>${text}</code></pre>`;

/** The plain text of a message; the caller makes its addresses clickable. */
export const messageText = (text: Part): Html => html`<pre class="site-code" tabindex="0">${text}</pre>`;

/** The HTML of a message, shut in. */
export const messageFrame = (f: { src: string; sandbox: string }): Html =>
  html`<iframe class="site-frame" title="The message as it looks" sandbox="${f.sandbox}" src="${f.src}"></iframe>`;

/** One field and a button in a row, sent by GET. */
export const searchForm = (f: {
  label: string;
  name: string;
  value: string;
  submit: string;
  hidden?: Html;
}): Html => html`
  <form class="site-search" method="get" action="/">
    ${field({ label: f.label, name: f.name, type: 'search', value: f.value, autocomplete: 'off' })}
    ${f.hidden}${button({ text: f.submit, tone: 'quiet' })}
  </form>`;
