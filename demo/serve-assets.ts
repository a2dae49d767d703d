import { Hono } from 'hono';
import type { Asset } from '../src/ui/index.ts';

/** Stylesheets, scripts and type. Their names carry the hash of their content, so they never change. */
export function serveAssets(assets: readonly Asset[]): Hono {
  const byPath = new Map(assets.map((asset) => [asset.path, asset]));
  const app = new Hono();
  app.get('/assets/:name', (c) => {
    const asset = byPath.get(c.req.path);
    if (!asset) return c.notFound();
    const headers = {
      'Content-Type': asset.contentType,
      'Cache-Control': 'public, max-age=31536000, immutable',
    };
    return c.body(asset.body, 200, { ...headers, 'X-Content-Type-Options': 'nosniff' });
  });
  return app;
}
