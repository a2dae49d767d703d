import { measuring } from '../../platform/metrics/index.ts';

/** Somebody was told to wait: which budget was spent, and never whose. */
export const refusals = measuring<{ budget: string }>('throttled');
