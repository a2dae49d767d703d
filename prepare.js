// Runs after `npm ci`: strips and compiles everything once, so that already the first start is quick and small.
import './src/quick-start.js';

await import('./src/run-program.ts');
await import('./demo/index.ts');
await import('./demo/start-demo.ts');
