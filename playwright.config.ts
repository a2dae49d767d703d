import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { devices } from './test/browser/devices.ts';
import { chromiumPath } from './test/support/chromium.ts';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The stories that need a real browser. They run against a demo of their own, which they start and stop. */
export default defineConfig({
  testDir: 'test/browser',
  testMatch: '*.story.ts',
  // A clean machine renders its first page slowly, and a busy one every page. Nobody waits for longer than it takes.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  // Each has a demo of its own.
  workers: availableParallelism(),
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: chromiumPath() ?? 'chromium', args: quiet },
    // A trace costs as much again as what it tells about: --trace retain-on-failure asks for one.
    screenshot: 'only-on-failure',
    ...devices.desk,
  },
});
