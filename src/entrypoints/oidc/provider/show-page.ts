import type { KoaContextWithOIDC } from 'oidc-provider';
import type { RenderedPage } from '../ports.ts';

/** Answers with a page of ours, with the headers that every page has. */
export function showPage(ctx: Pick<KoaContextWithOIDC, 'set' | 'type' | 'body'>, page: RenderedPage): void {
  ctx.type = 'html';
  for (const [name, value] of Object.entries(page.headers)) ctx.set(name, value);
  ctx.body = page.body;
}
