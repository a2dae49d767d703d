import { z } from 'zod';
import { exactText } from './exact-text.ts';

const account = z.object({
  id: exactText,
  username: exactText,
  displayName: exactText.optional(),
  multiFactorRequired: z.boolean().optional(),
});

/** What a service may answer, by the contract. Fields that we do not know are ignored. */
export const verifierAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('match'), account }),
  z.object({ outcome: z.enum(['mismatch', 'locked', 'password-expired', 'second-step-required']) }),
]);
