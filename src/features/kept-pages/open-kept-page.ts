import { brotliDecompressSync } from 'node:zlib';
import { contextOf, digestOf, type KeptPage, type KeptPagesDeps, type PageKey } from './kept-page.ts';
import { findKeptPageRow } from './kept-pages.queries.ts';

/** What is kept for the browser, still sealed; undefined where nothing is. */
export async function findKeptPage(deps: KeptPagesDeps, browser: string): Promise<string | undefined> {
  const key = { browserDigest: digestOf(deps, browser), now: deps.clock.now() };
  return (await findKeptPageRow(deps.db, key))?.sealed;
}

/** @returns undefined where that key is not its own */
export function openKeptPage(
  { sealing }: Pick<KeptPagesDeps, 'sealing'>,
  sealed: string,
  key: PageKey,
): KeptPage | undefined {
  try {
    const compressed = Buffer.from(sealing.open(sealed, contextOf(key)), 'base64');
    return JSON.parse(brotliDecompressSync(compressed).toString());
  } catch {
    // Of another page, path, session or attempt; or sealed with a key that is gone.
    return undefined;
  }
}
