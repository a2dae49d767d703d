// The company's services: what the configuration says of each, and how one is asked about a service account.
//   service.ts          the shape of a service in the configuration, with everything that is checked
//   find-service.ts     a service by its id
//   destination.ts      where a sign-in leads to: a service, or own-destinations.ts
//   verify-service-account.ts  asks a service, in the way that is configured for it
//   verifier.ts         what every way of asking answers with
//   http-verifier.ts    asking over HTTP, by the contract in docs/service-contract.md
//   verifier-answer.ts  what a service may answer over HTTP
//   exact-text.ts       ids of service accounts, as every database keeps them
//   signed-call.ts      signatures of calls between us and a service, both ways (Standard Webhooks)
export { type Destination, findDestination } from './destination.ts';
export { exactText } from './exact-text.ts';
export { findService } from './find-service.ts';
export { isOwnDestination, ownDestinations } from './own-destinations.ts';
export { type Service, servicesSchema, signingSecret } from './service.ts';
export { type SignedCall, signCall, verifySignedCall } from './signed-call.ts';
export type { ServiceAccount, ServiceAccountProof, VerifierOutcome } from './verifier.ts';
export { verifications, verifyServiceAccount } from './verify-service-account.ts';
