// Health, for whoever balances load or starts what has died: small, never throttled, and cheap however often it is asked.
//   health-pages.ts     /health/live, /health/ready
//   open-readiness.ts   whether this node can serve: asked of the database at most once a second
export { healthPages } from './health-pages.ts';
export { openReadiness, type Readiness } from './open-readiness.ts';
