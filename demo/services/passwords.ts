import { hash, verify } from '@node-rs/argon2';

// Far below what Master Account uses: these are pretend users with a password that everyone knows, and
// two dozen of them are made at the first start.
const cost = { memoryCost: 4096, timeCost: 1, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

const nobodysHash = hashPassword('the password of nobody');

/** Takes as long for a user who does not exist. */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? (await nobodysHash), password);
  return right && passwordHash !== undefined;
}
