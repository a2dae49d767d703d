import { shownText } from '../../kernel/index.ts';

export interface Column {
  heading: string;
  width: number;
}

/** Text of others on one line, without what a terminal would obey or let run over the lines around it. */
export const plain = (text: string): string =>
  shownText(text)
    .replace(/(?![\u200C\u200D])\p{C}/gu, ' ')
    .trim();

/** Aligned columns, two spaces apart; the last one is not filled up. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ heading }) => heading), ...rows].map((cells) =>
    columns.map(({ width }, at) => cut(plain(cells[at] ?? ''), width)).join('  '),
  );
  return lines.map((line) => line.trimEnd()).join('\n');
}

function cut(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text + ' '.repeat(width - characters.length);
  return `${characters.slice(0, width - 1).join('')}…`;
}
