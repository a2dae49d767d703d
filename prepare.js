// Runs after `npm ci`: strips and compiles everything once, into .cache, so that already the first start is
// quick and takes no memory for it. Plain JavaScript, because it may meet an older Node.
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';

if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(`Master Account needs Node 24 or newer here; this is ${process.versions.node}.\n`);
} else {
  // As src/main.ts does it: what was compiled under other flags is not taken.
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  module.enableCompileCache(fileURLToPath(new URL('.cache/', import.meta.url)));
  await import('./src/commands.ts');
  await import('./demo/index.ts');
}
