import { plain } from '../text-table.ts';
import type { Finding } from './finding.ts';

const MARKS: Record<Finding['verdict'], string> = { ok: 'ok', attention: 'attention', fault: 'FAULT' };

/** One line for each finding, with what to do below it. What others have written moves nothing on the terminal. */
export function findingsText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ about }) => about.length));
  const lines = findings.flatMap(({ about, verdict, says, todo }) => [
    `${MARKS[verdict].padEnd(9)}  ${plain(about).padEnd(width)}  ${plain(says)}`,
    ...(todo === undefined ? [] : [`${' '.repeat(11)}→ ${plain(todo)}`]),
  ]);
  const count = (verdict: Finding['verdict']) => findings.filter((each) => each.verdict === verdict).length;
  const sum = `${count('fault')} faults, ${count('attention')} to look at, ${count('ok')} well.`;
  return [...lines, '', sum].join('\n');
}

/** 1 where anything is a fault. */
export const exitCodeOf = (findings: readonly Finding[]): number =>
  findings.some(({ verdict }) => verdict === 'fault') ? 1 : 0;
