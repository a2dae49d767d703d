import { z } from 'zod';

/** The service account that Master Account vouches for, and how it was proved. */
export interface ProvenAccount {
  id: string;
  access: 'linked' | 'once';
}

const serviceAccountClaim = z.object({
  service_account: z.object({ id: z.string(), username: z.string(), access: z.enum(['linked', 'once']) }),
});

/** Reads the claim `service_account` of an ID token whose signature has been checked. */
export function provenBy(claims: object): ProvenAccount | undefined {
  const read = serviceAccountClaim.safeParse(claims);
  if (!read.success) return undefined;
  const { id, access } = read.data.service_account;
  return { id, access };
}
