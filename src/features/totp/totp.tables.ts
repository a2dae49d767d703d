import type { Generated } from 'kysely';
import type { Instant } from '../../kernel/index.ts';

/** The OTP app of an account. */
export interface TotpEnrolmentsTable {
  accountId: string;
  /** Sealed in the context `totp:<account id>`. */
  sealedSecret: string;
  enrolledAt: Instant;
  /** How many steps of 30 s the last wrong code was ahead (or behind, below zero), where it was right for another moment. */
  strayOffset: number | null;
}

/** A step of 30 s whose code has been given: it is not accepted again, on any node. */
export interface TotpSpentStepsTable {
  accountId: string;
  /** Steps since 1970 (RFC 6238). */
  step: number;
  spentAt: Instant;
}

/** A secret that is being shown to somebody, and is nobody's yet. */
export interface TotpOffersTable {
  id: string;
  accountId: string;
  /** What it is shown in: an attempt or a session. Only there it can be confirmed. */
  place: string;
  /** Sealed in the context `totp-offer:<offer id>`. */
  sealedSecret: string;
  createdAt: Instant;
  /** Steps whose code was given for it and recognised as one of another moment, each after a space: ` 59 61`. */
  straySteps: Generated<string>;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    totpEnrolments: TotpEnrolmentsTable;
    totpSpentSteps: TotpSpentStepsTable;
    totpOffers: TotpOffersTable;
  }
}
