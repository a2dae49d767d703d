import { openBreachedList } from './breached-list.ts';
import type { PasswordLists } from './check-password.ts';
import { openCommonWords } from './common-words.ts';

const asset = (name: string): URL => new URL(`../../../assets/${name}`, import.meta.url);

/**
 * The lists that come with the product, and the operator's own: about 8 MB in memory.
 * @param passwordLists paths of text files, one password a line
 * @throws where one of them cannot be read
 */
export const openPasswordLists = (passwordLists: readonly string[] = []): PasswordLists => ({
  breached: openBreachedList(asset('breached-passwords.bin'), passwordLists),
  common: openCommonWords(asset('common-passwords.txt')),
});
