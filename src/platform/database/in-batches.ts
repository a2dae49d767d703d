const BATCH = 1000;

/**
 * Repeats what removes at most `limit` rows until there are no more: each batch is a transaction of its
 * own, so that whoever else writes waits for one of them at most.
 * @param removeBatch tells how many it removed
 */
export async function inBatches(removeBatch: (limit: number) => Promise<number>): Promise<void> {
  while ((await removeBatch(BATCH)) >= BATCH);
}

/** The list in pieces of 500: a statement takes no more than 32,766 parameters. */
export function* inChunks<Item>(items: readonly Item[], size = 500): Generator<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
