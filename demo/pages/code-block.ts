import { type Html, html, type Part } from '../../src/ui/index.ts';

/** A request, an answer, a message: as it is, line by line. It can be scrolled by keyboard. */
export const codeBlock = (text: Part): Html => html`<pre class="site-code" tabindex="0">${text}</pre>`;
