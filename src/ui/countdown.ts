import type { Instant } from '../kernel/index.ts';
import { type Html, html } from './html.ts';

/**
 * The time that is left until an instant, in words, and as a thin bar that the client script shortens. Without
 * JavaScript the words stay as they were when the page was made.
 */
export const countdown = (c: { before: string; now: Instant; until: Instant }): Html => html`
  <div class="countdown" data-countdown="${Math.max(0, Math.ceil((c.until - c.now) / 1000))}">
    <p>${c.before} <span data-countdown-words>${durationText(c.until - c.now)}</span></p>
    <progress max="1" value="1" aria-hidden="true"></progress>
  </div>`;

/** A duration (ms) as it is said: `2 minutes 41 seconds`, `1 hour 5 minutes`; rounded up, so never nothing. */
export function durationText(duration: number): string {
  const exact = Math.max(1, Math.ceil(duration / 1000));
  const total = exact < 3600 ? exact : Math.ceil(exact / 60) * 60;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const counts: [number, string][] = [
    [hours, 'hour'],
    [minutes, 'minute'],
    [total % 60, 'second'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
    .join(' ');
}
