import { withoutHiddenSigns } from '../../../kernel/index.ts';
import type { Block, Letter, Letterhead } from './letter.ts';

const WIDTH = 72;

/** The letter for a text terminal: nothing is lost against the HTML. */
export function plainText({ heading, blocks }: Letter, { brand, issuer, customerCare }: Letterhead): string {
  const parts = [
    brand.toUpperCase(),
    `${heading}\n${'-'.repeat(heading.length)}`,
    ...blocks.map(block),
    `-- \n${wrapped(`${brand} Master Account, ${issuer}`)}\n${wrapped(`Questions? ${customerCare.name}: ${customerCare.email}`)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function block(content: Block): string {
  if ('token' in content) return `    ${content.token}`;
  if ('button' in content) return `${content.button}:\n${content.href}`;
  if ('facts' in content)
    return content.facts.map(([label, value]) => `${label}: ${oneLine(value)}`).join('\n');
  return wrapped(content.paragraph);
}

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text).split(' ')) {
    if (line && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].join('\n');
}

const oneLine = (text: string): string =>
  withoutHiddenSigns(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
