import { type Html, html, type Part } from './html.ts';

/** Seconds: from one class to the next, and the longest wait that there is one for. */
const STEP = 5;
const LONGEST = 180;

/**
 * Something that shows after a while, with no script and without loading the page again, so that nothing typed is
 * lost. Until then it cannot be focused or read, and `before` stands in its place.
 * @param wait milliseconds, at most three minutes; rounded up, so that it never shows too early
 */
export function appearsAfter({ wait, before, body }: { wait: number; before: Part; body: Html }): Html {
  if (wait <= 0) return html`<div>${body}</div>`;
  const after = Math.min(Math.ceil(wait / 1000 / STEP) * STEP, LONGEST);
  return html`
    <div class="appearing">
      <div class="appearing-before vanishes-in-${after}">${before}</div>
      <div class="appearing-after appears-in-${after}">${body}</div>
    </div>`;
}

/** Both classes for each wait: the content security policy lets no style into the markup itself. */
export const appearingStyle = (): string =>
  Array.from({ length: LONGEST / STEP }, (_, index) => (index + 1) * STEP)
    .map((after) => `.appears-in-${after},\n.vanishes-in-${after} {\n  animation-delay: ${after}s;\n}\n`)
    .join('');
