import { brotliCompressSync, constants } from 'node:zlib';
import { newId } from '../../kernel/index.ts';
import { spendTry } from '../throttle/index.ts';
import {
  contextOf,
  digestOf,
  KEPT_FOR,
  type KeptPage,
  type KeptPagesDeps,
  type PageKey,
} from './kept-page.ts';
import { saveKeptPage } from './kept-pages.queries.ts';

/** What is longer when compressed is no page of ours with what people type. Bytes. */
const MOST_KEPT = 16 * 1024;

/**
 * Keeps the page for the browser, in the place of its last one at that address. Call it in no transaction: what is counted stays counted.
 * @param whose `browser`: its id, with what stands for the page's address; `address`: from where, as whoever throws cookies away could have any number kept
 * @returns the id by which it opens; undefined where it is not kept: it is too large, or too many were kept for that network
 */
export async function keepPage(
  deps: KeptPagesDeps,
  { browser, address, ...at }: { browser: string; address: string } & Omit<PageKey, 'id'>,
  page: KeptPage,
): Promise<string | undefined> {
  const counted = await spendTry(deps, 'kept-pages', address);
  if (!counted.ok) return undefined;
  // Quickly rather than as small as can be.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 4 };
  const compressed = brotliCompressSync(JSON.stringify(page), { params });
  if (compressed.length > MOST_KEPT) return undefined;
  const id = newId();
  await saveKeptPage(deps.db, {
    browserDigest: digestOf(deps, browser),
    sealed: deps.sealing.seal(compressed.toString('base64'), contextOf({ id, ...at })),
    expiresAt: deps.clock.now() + KEPT_FOR,
  });
  return id;
}
