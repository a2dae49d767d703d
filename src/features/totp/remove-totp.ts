import type { Db } from '../../platform/database/index.ts';
import { deleteEnrolment } from './totp.queries.ts';

/** Turns the OTP app off, in the caller's transaction. @returns whether there was one */
export const removeTotp = (trx: Db, accountId: string): Promise<boolean> => deleteEnrolment(trx, accountId);
