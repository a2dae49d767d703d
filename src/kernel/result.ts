/**
 * The outcome of an operation that may be refused. A refusal is expected (a wrong password, a spent
 * token) and named by a literal union that the entrypoint switches over; a fault is thrown instead.
 */
export type Result<Value, Refusal> = { ok: true; value: Value } | { ok: false; error: Refusal };

export const ok = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });

export const refuse = <const Refusal>(error: Refusal): { ok: false; error: Refusal } => ({
  ok: false,
  error,
});
