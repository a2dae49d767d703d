import type { Row, Sample } from './figures.ts';

/**
 * The table for people: the median, between which values, beside what, and whether the limit was kept.
 * @param notes what could not be measured, a line each
 */
export function tableOf(title: string, rows: readonly Row[], notes: readonly string[] = []): string {
  return [`\n${title}`, ...rows.map(lineOf), ...notes.map((note) => `  ${note}`)].join('\n');
}

export const isMissed = ({ sample, atMost, atLeast }: Row): boolean =>
  !Number.isFinite(sample.median) ||
  sample.median > (atMost ?? Infinity) ||
  sample.median < (atLeast ?? -Infinity);

function lineOf(row: Row): string {
  const { what, sample, unit, beside, atMost, atLeast } = row;
  const wanted =
    atMost !== undefined ? `at most ${atMost}` : atLeast !== undefined ? `at least ${atLeast}` : '';
  const verdict = wanted && `${wanted} ${isMissed(row) ? '✖ missed' : '✔'}`;
  const amount = `${number(sample.median).padStart(8)} ${unit.padEnd(9)}${spread(sample).padEnd(17)}`;
  return `  ${what.padEnd(36)}${amount}${verdict.padEnd(24)}${beside ?? ''}`.trimEnd();
}

const spread = ({ low, high }: Sample): string => (low === high ? '' : `(${number(low)}–${number(high)})`);

const number = (value: number): string =>
  value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
