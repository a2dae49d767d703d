import type { Instant } from '../kernel/index.ts';
import { type Html, html } from './html.ts';
import { icon } from './icon.ts';
import { dateTimeText } from './text.ts';

export interface RecoveryCodes {
  codes: readonly string[];
  brand: string;
  /** Since when they count: on paper it tells them from older ones. */
  at?: Instant | undefined;
}

/**
 * Recovery codes, shown this once: to copy, print or download; where no script does that, it is said what does. On paper there is
 * nothing else, so that says what they are.
 */
export function recoveryCodes({ codes, brand, at }: RecoveryCodes): Html {
  const since = at === undefined ? '' : ` of ${dateTimeText(at)}`;
  const what = `${brand} Master Account: recovery codes${since}. Each of them works once.`;
  const text = [what, '', ...codes, ''].join('\n');
  return html`
  <p class="printed-only">${what}</p>
  <ul class="recovery-codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
  <div class="buttons">
    <button type="button" class="button button-quiet" data-copy="${codes.join('\n')}" hidden>${icon('copy')}<span>Copy</span></button>
    <button type="button" class="button button-quiet" data-download="recovery-codes.txt" data-content="${text}" hidden><span>Download</span></button>
    <button type="button" class="button button-quiet" data-print hidden><span>Print</span></button>
  </div>
  <p class="hint" data-without-script>Print this page from the menu of your browser, or write the codes down: they are nowhere to be seen a second time.</p>`;
}
