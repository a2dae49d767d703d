// Tokens: short codes sent by message and typed in by the person.
//   token-text   how they look and what may be typed for them; recovery codes are of the same letters
//   issue-token  makes one and voids the older; only its keyed digest is kept
//   find-token-standing  whether the newest one still counts
//   sweep-tokens removes what has expired
//   prove-token  counts a try, then compares; spendToken uses it up, in the transaction of what it is for
export { findTokenStanding, type TokenStanding } from './find-token-standing.ts';
export { issueToken } from './issue-token.ts';
export { type ProvenToken, proveToken, spendToken, type TokenFault } from './prove-token.ts';
export { sweepTokens } from './sweep-tokens.ts';
export { codeAlphabet, readCode, tokenAsShown } from './token-text.ts';
export { migrations } from './tokens.migrations.ts';
export {
  deleteAllTokensOf,
  deleteTokensOf,
  findToken,
  type TokenBinding,
} from './tokens.queries.ts';
