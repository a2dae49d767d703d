import { z } from 'zod';

/**
 * Text that every database keeps exactly as it is. PostgreSQL refuses NUL and replaces lone surrogates, by
 * which two ids of a service would become one.
 */
export const exactText = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text));
