export interface SecurityQuestionsTable {
  accountId: string;
  /** From 1. */
  position: number;
  /** As the person wrote it. */
  question: string;
  /** argon2id of the normalised answer. */
  answerHash: string;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    securityQuestions: SecurityQuestionsTable;
  }
}
