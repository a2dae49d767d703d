// Recovery codes: ten printed codes, each of which stands in once for a lost phone.
//   issue-recovery-codes.ts  ten new ones; those before are void
//   spend-recovery-code.ts   one is used up
export { issueRecoveryCodes } from './issue-recovery-codes.ts';
export { looksLikeRecoveryCode } from './recovery-code-text.ts';
export { migrations } from './recovery-codes.migrations.ts';
export { countUnspentCodes, deleteRecoveryCodes } from './recovery-codes.queries.ts';
export { spendRecoveryCode } from './spend-recovery-code.ts';
