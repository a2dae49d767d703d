// Calls to addresses of the configuration: a service's verifier, where it is told of sign-outs.
//   fetch-guarded.ts   one call, to where it may go and nowhere else
//   read-limited.ts    its answer, up to a size
//   permission.ts      which addresses a host may lead to
export { type CallSettings, fetchGuarded } from './fetch-guarded.ts';
export { isLoopback, mayBeNamed } from './permission.ts';
export { AnswerTooLarge, readLimited } from './read-limited.ts';
