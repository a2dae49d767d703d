// Passkeys (WebAuthn): a key pair that an authenticator of the person keeps; we keep its public half. Phishing gets
// nothing of it: the browser signs for our own address only, and every challenge is answered once.
//   relying-party.ts      for whom browsers make passkeys: our configured address
//   challenge.ts          what is signed: for one purpose and place, five minutes, once
//   posted-passkey.ts     what the browser's script posts, read with suspicion
//   offer-new-passkey.ts, check-new-passkey.ts   making one
//   add-to-account.ts     one that was made and checked becomes the account's
//   offer-passkey.ts, check-passkey.ts           giving one
//   sweep-passkeys.ts     removes what is kept of challenges that are over
//   use-passkey.ts        one that was given is noted; an older counter than the last one is a copy
// Whoever is let in by one, and what that is worth, is decided by second-factor and sign-in, which stand on this.
export { addToAccount } from './add-to-account.ts';
export type { ChallengeFor } from './challenge.ts';
export { checkNewPasskey, type NewPasskeyRefusal } from './check-new-passkey.ts';
export { type CheckedPasskey, checkPasskey } from './check-passkey.ts';
export { offerNewPasskey } from './offer-new-passkey.ts';
export { offerPasskey } from './offer-passkey.ts';
export type { NewPasskey, Passkey } from './passkey.ts';
export { migrations } from './passkeys.migrations.ts';
export { countPasskeys, deletePasskey, listPasskeys } from './passkeys.queries.ts';
export { passkeysPossible } from './relying-party.ts';
export { sweepPasskeys } from './sweep-passkeys.ts';
export { usePasskey } from './use-passkey.ts';
