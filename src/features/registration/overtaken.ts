/** Thrown inside a transaction to undo all of it: the registration has ended or has got another address meanwhile. */
export class Overtaken extends Error {
  constructor() {
    super('The registration was overtaken.');
  }
}

/** Whether a transaction was done; false where it was overtaken, and nothing of it is left. */
export async function undoneWhenOvertaken(transaction: Promise<unknown>): Promise<boolean> {
  try {
    await transaction;
    return true;
  } catch (fault) {
    if (fault instanceof Overtaken) return false;
    throw fault;
  }
}
