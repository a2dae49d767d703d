import { type Instant, seconds } from '../../kernel/index.ts';

/** How long a code is shown (RFC 6238). */
export const STEP = seconds(30);

/** The step that an instant is in. */
export const stepAt = (instant: Instant): number => Math.floor(instant / STEP);
