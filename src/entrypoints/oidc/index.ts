// OpenID Connect: how services send people here, and what they get back. Built on `oidc-provider`,
// which is imported in this folder only.
//   ports.ts          what this entrypoint needs of the rest: the next step, the attempt, the account
//   oidc.ts           the face: handler, attempts, sessions, sign-out, keys; create-oidc.ts makes it
//   attempts.ts       leaves the outcome of an attempt at its interaction
//   request-memory.ts what one request carries past the library
//   provider/         the library, configured: clients, policy, claims, cookies, grants, errors; what has ended
//                     meanwhile; and what stands before it: our own host name, posted requests, another person's session
//   route-of.ts       the pattern that an address goes by in the metrics
//   storage/          where the library keeps codes, refresh tokens and interactions; access tokens are sealed (0018)
//   keys/             signing keys: made, sealed, published, rotated
//   sign-out/         what a service may ask for, ending the session, telling the services (0009)
export { type CreateOidc, createOidc } from './create-oidc.ts';
export { replaceSigningKeys, rotateSigningKeys } from './keys/key-ring.ts';
export { opensKey } from './keys/opens-key.ts';
export { listSigningKeys } from './keys/signing-keys.queries.ts';
export { migrations } from './oidc.migrations.ts';
export type { Oidc } from './oidc.ts';
export type * from './ports.ts';
export { signOns } from './provider/measure-sign-ons.ts';
export { routeOf } from './route-of.ts';
