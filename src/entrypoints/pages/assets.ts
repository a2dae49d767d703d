import { Hono } from 'hono';
import type { PageEnv } from '../../platform/http/index.ts';
import { type Asset, assets } from '../../ui/index.ts';

/** Stylesheets, scripts and type. Their names change with their content, so a browser keeps them for good. */
export function assetPages(brandFiles: readonly Asset[]): Hono<PageEnv> {
  const byPath = new Map([...assets, ...brandFiles].map((asset) => [asset.path, asset]));
  return new Hono<PageEnv>().get('/assets/:name', (c) => {
    const asset = byPath.get(c.req.path);
    if (!asset) return c.text('There is no such file.', 404);
    c.header('Content-Type', asset.contentType);
    c.header('Cache-Control', 'public, max-age=31536000, immutable');
    return c.body(asset.body);
  });
}
