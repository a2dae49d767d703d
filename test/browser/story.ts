// What every story shares: a demo of its own, and a reader who looks at every page that the story passes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect, type Page, type TestInfo } from '@playwright/test';
import { type DemoProcess, startDemoProcess } from '../support/demo-process.ts';
import { type DeviceName, devices } from './devices.ts';
import { bringGlasses, expectNobodyShutOut, expectNothingSticksOut, turnTo } from './look-around.ts';

/** Whoever the story is about, in their own words. */
export interface Reader {
  /** Waits for the page with this heading and looks at it: nobody is shut out of it, nothing sticks out. */
  isAt(heading: string): Promise<void>;
  /** Waits for the page to say what is to be put right, and looks at it. */
  isRefused(problem: string | RegExp): Promise<void>;
  fillIn(name: string, value: string): Promise<void>;
  press(button: string): Promise<void>;
  follow(link: string | RegExp): Promise<void>;
}

/** Who has an account already, by what they are here for. */
export const residents = {
  forgetsThePassword: 'forgetful@example.com',
  goesBack: 'goer@example.com',
  linksServices: 'linker@example.com',
  keepsPasskeys: 'keyholder@example.com',
};

export const story = base.extend<{ reader: Reader }, { demo: DemoProcess }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
    async ({}, use) => {
      const demo = await startDemoProcess({}, Object.values(residents));
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker' },
  ],
  reader: async ({ page, viewport }, use, info) => {
    await bringGlasses(page);
    const faults = faultsOf(page);
    await use(readerOf(page, info, viewport?.width === devices.phone.viewport.width ? 'phone' : 'desk'));
    expect(faults, 'the browser had nothing to complain about').toEqual([]);
  },
});

export { expect };

/** @param device what the page is open on */
function readerOf(page: Page, info: TestInfo, device: DeviceName): Reader {
  let pages = 0;
  let now = device;
  const lookAround = async () => {
    pages++;
    await look();
    // The story goes on there: to turn back costs as much again, and so each is told on both.
    now = now === 'desk' ? 'phone' : 'desk';
    await turnTo(page, now);
    await look();
  };
  const look = async () => {
    await takePicture(page, info, `${now}-${String(pages).padStart(2, '0')}`);
    await expectNobodyShutOut(page, now);
    await expectNothingSticksOut(page, now);
  };
  return {
    async isAt(heading) {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
      await lookAround();
    },
    async isRefused(problem) {
      await expect(page.locator('.problem-summary')).toContainText(problem);
      await expect(page.locator('.problem-summary')).toBeFocused();
      await lookAround();
    },
    fillIn: (name, value) => page.locator(`[name="${name}"]`).fill(value),
    press: (button) => page.getByRole('button', { name: button, exact: true }).click(),
    follow: (link) => page.getByRole('link', { name: link, exact: true }).first().click(),
  };
}

/** Scripts that failed, and what the content security policy refused. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (fault) => faults.push(String(fault)));
  page.on('console', (message) => {
    // A form that is shown again answers 422, which browsers report as a failure to load.
    const answeredAgain = /the server responded with a status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !answeredAgain) faults.push(`${page.url()}: ${message.text()}`);
  });
  return faults;
}

/** With SCREENSHOTS=folder every page is kept as a picture. */
async function takePicture(page: Page, info: TestInfo, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const title = info.title.replace(/\W+/g, '-').slice(0, 40);
  await page.screenshot({ path: join(folder, `${title}-${name}.png`), fullPage: true });
}
