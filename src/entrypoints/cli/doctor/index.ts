// `doctor`: looks at everything that the product stands on, and says what to do where it is not well.
//   finding.ts           one line: how something is, and what to do
//   examine-database.ts  reachable, durable, migrated, its clock    (database.queries.ts)
//   examine-files.ts     room on the disk, who can read secrets
//   examine-keys.ts      keys for secrets at rest, keys that sign
//   examine-mail.ts      relays, and where bounces come in
//   examine-dns.ts       SPF, DKIM, DMARC, MX
//   examine-service.ts   verifiers          certificate.ts: how long one is good
//   examine-issuer.ts    the public address
//   examine-monitoring.ts   who can read the metrics, and whether traces are taken
//   findings-text.ts     as it is printed
export { examineDatabase } from './examine-database.ts';
export { type ExaminedDomains, examineDns, type Names } from './examine-dns.ts';
export { type ExaminedFiles, examineFiles } from './examine-files.ts';
export { examineIssuer } from './examine-issuer.ts';
export { type ExaminedKeys, examineKeys } from './examine-keys.ts';
export { examineBounces, examineRelay } from './examine-mail.ts';
export { examineMonitoring } from './examine-monitoring.ts';
export { examineService } from './examine-service.ts';
export { attention, type Examination, examineAll, type Finding, fault, well } from './finding.ts';
export { exitCodeOf, findingsText } from './findings-text.ts';
