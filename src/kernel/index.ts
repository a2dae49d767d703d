// What everything else is written in: pure, and imports nothing.
export { type Clock, type Instant, systemClock } from './clock.ts';
export { days, hours, minutes, seconds } from './durations.ts';
export { newId, newSecret, randomText } from './ids.ts';
export { inWords, type Precision } from './instant-in-words.ts';
export { ok, type Result, refuse } from './result.ts';
export { isVisible, shownText, withoutHiddenSigns } from './shown-text.ts';
