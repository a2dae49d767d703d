// Loaded before the test runner of the whole suite, whose hook for asynchronous resources costs each promise of the
// product a sixteenth of the processor. What it is for is to tell which test a lost rejection belongs to; without it the
// file fails all the same, with the rejection's own stack. A run of single files keeps it.
import { createHook } from 'node:async_hooks';

const idle = createHook({});
const hooks: { enable(): typeof idle } = Object.getPrototypeOf(idle);
hooks.enable = () => idle;
