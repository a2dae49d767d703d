// Signed calls from services: a service ends the links to one of its own accounts.
//   service-signals.ts   POST /services/:id/signals
//   signal-body.ts       reads and checks what was sent
// The contract for the services' developers is docs/service-contract.md.
export { type ServiceSignalsDeps, serviceSignals } from './service-signals.ts';
