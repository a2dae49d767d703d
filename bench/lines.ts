/** One thing that was measured, against its limit where it has one. */
export interface Line {
  what: string;
  measured: number;
  unit: string;
  limit?: number;
}

/** Prints the table. The exit code says whether every limit was kept. */
export function print(lines: readonly Line[]): void {
  for (const { what, measured, unit, limit } of lines) {
    const verdict = limit === undefined ? '' : `limit ${limit} ${measured <= limit ? '✔' : '✖ exceeded'}`;
    const amount = measured.toFixed(measured < 100 ? 1 : 0).padStart(8);
    process.stdout.write(`${`${what.padEnd(44)}${amount} ${unit.padEnd(12)}${verdict}`.trimEnd()}\n`);
  }
  if (lines.some(({ measured, limit }) => limit !== undefined && measured > limit)) process.exitCode = 1;
}
