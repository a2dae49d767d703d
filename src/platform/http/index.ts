// What every way in over HTTP needs, before any rule of the product.
//   page-env.ts          what a request carries: reference number, browser, CSRF token, address
//   request-facts.ts     middleware that works these out
//   forms.ts             reads a posted form, and refuses one that another site sent
//   cut-short.ts         whether somebody has hung up in the middle of a request
//   security-headers.ts  CSP and its kin, on every answer
//   client-address.ts    who is asking, believing only configured proxies
//   cookies.ts           cookie names and attributes by scheme
//   http-server.ts       one listening port, and its end
//   bound-connections.ts no more than so many connections at a time
//   when-listening.ts    a port that another program has is said in a sentence
//   take-turns.ts        lets few of what can wait be under way, so that sign-ons do not stand behind a storm of pages
//   retry-after.ts       when it is worth to ask again
//   measure-requests.ts  what the metrics are told of each answer
//   log-requests.ts      one line of the log for each answer
export { droppedConnections } from './bound-connections.ts';
export { believesTrace, clientAddress, parseTrustedProxies, type TrustedProxies } from './client-address.ts';
export { type Cookies, cookiesFor } from './cookies.ts';
export { isCutShort } from './cut-short.ts';
export { FORM_LIMIT, ForeignForm, type Form, guardForms, readForm, typedInto } from './forms.ts';
export { type RunningServer, startHttpServer } from './http-server.ts';
export { logRequests } from './log-requests.ts';
export { measureAnswer, measurePages, requests, UNMATCHED } from './measure-requests.ts';
export { csrfToken, type PageContext, type PageEnv } from './page-env.ts';
export { browserIdIn, type RequestFactsDeps, referenceOf, requestFacts } from './request-facts.ts';
export { retryAfter } from './retry-after.ts';
export { securityHeaderList, securityHeaders } from './security-headers.ts';
export { takeTurns } from './take-turns.ts';
export { type PortNeed, PortTaken, whenListening } from './when-listening.ts';
