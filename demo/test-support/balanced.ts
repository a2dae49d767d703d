import assert from 'node:assert/strict';

const VOID = /^(area|base|br|col|hr|img|input|link|meta|path|rect|circle|source|wbr|!doctype)$/i;

/** Every element of a page is closed once, by the page that has opened it. */
export function assertBalanced(page: string): void {
  const open: string[] = [];
  for (const [tag, slash, name = ''] of page.matchAll(/<(\/?)([a-z!][a-z0-9]*)\b[^>]*>/gi)) {
    if (VOID.test(name) || tag.endsWith('/>')) continue;
    if (!slash) open.push(name);
    else assert.equal(open.pop(), name, `${tag} in …${page.slice(0, page.indexOf(tag)).slice(-80)}`);
  }
  assert.deepEqual(open, []);
}
