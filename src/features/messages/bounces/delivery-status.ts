import { type Fields, fieldName, readFields } from './mail-fields.ts';

/** What a delivery status notification (RFC 3464) says. */
export interface DeliveryStatus {
  /** What it says of the message as a whole. */
  message: Fields;
  /** What it says of each recipient. */
  recipients: readonly Fields[];
}

const MOST_BLOCKS = 50;
const MOST_LINES = 3000;

/** Reads the blocks of a `message/delivery-status`, also where the blank lines between them are missing or too many. */
export function readDeliveryStatus(text: string): DeliveryStatus {
  const blocks = blocksOf(text.replace(/\r\n?/g, '\n').split('\n', MOST_LINES)).map(readFields);
  return {
    message: blocks.find((block) => block.has('reporting-mta')) ?? blocks[0] ?? new Map(),
    recipients: blocks.filter((block) =>
      ['action', 'status', 'diagnostic-code'].some((name) => block.has(name)),
    ),
  };
}

function blocksOf(lines: readonly string[]): string[][] {
  const blocks: string[][] = [];
  let names = new Set<string>();
  let open = false;
  for (const line of lines) {
    const name = fieldName(line);
    if (line.trim() === '') open = false;
    else if (name === undefined) blocks.at(-1)?.push(line);
    else {
      // One recipient ends where another begins, blank line or not.
      if (!open || (names.has(name) && BEGINS_RECIPIENT.has(name))) {
        if (blocks.length === MOST_BLOCKS) break;
        blocks.push([]);
        names = new Set();
        open = true;
      }
      names.add(name);
      blocks.at(-1)?.push(line);
    }
  }
  return blocks;
}

const BEGINS_RECIPIENT = new Set(['final-recipient', 'original-recipient', 'action']);
