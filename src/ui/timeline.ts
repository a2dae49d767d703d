import type { Instant } from '../kernel/index.ts';
import { type Html, html } from './html.ts';
import { clockTime } from './text.ts';

export interface TimelineItem {
  at: Instant;
  text: string;
  tone?: 'success' | 'problem' | undefined;
}

/** What happened, one below the other, the oldest first; times to the second. */
export const timeline = (t: { label: string; now: Instant; items: readonly TimelineItem[] }): Html => html`
  <ol class="timeline" aria-label="${t.label}">${t.items.map(
    ({ at, text, tone }) => html`
    <li class="timeline-item${tone && ` timeline-${tone}`}"><span class="timeline-text">${text}</span>
    <span class="timeline-time">${clockTime(at, t.now)}</span></li>`,
  )}
  </ol>`;
