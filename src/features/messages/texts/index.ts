// The words of each kind of SMS.
//   text-of.ts   the text, in as many words as fit into one segment
//   gsm-7.ts     the alphabet of SMS: any other character would more than halve what fits
export { textOf } from './text-of.ts';
