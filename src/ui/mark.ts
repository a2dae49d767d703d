/**
 * The demo brand's mark: a drawn light and its beams, ours and nobody's logo. The ground takes the accent, the light
 * the accent's text (`.mark-light`); screen readers hear the name beside it instead.
 */
export const lumenMark =
  '<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">' +
  '<rect width="32" height="32" rx="8" fill="currentColor"/>' +
  '<g class="mark-light" color="#ffffff"><circle cx="10.5" cy="16" r="4.5" fill="currentColor"/>' +
  '<path fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" ' +
  'd="M19 16h6.5M17.8 11.4l5.6-3.3M17.8 20.6l5.6 3.3"/></g></svg>';
