// The words of each kind of SMS.
export { textOf } from './text-of.ts';
