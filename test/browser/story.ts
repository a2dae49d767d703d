// What every story shares: a demo of its own, and a reader who looks at every page that the story passes.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page, type TestInfo } from '@playwright/test';
import { type DemoProcess, startDemoProcess } from '../support/demo-process.ts';

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
  reader: async ({ page }, use, info) => {
    const faults = faultsOf(page);
    await use(readerOf(page, info));
    expect(faults, 'the browser had nothing to complain about').toEqual([]);
  },
});

export { expect };

function readerOf(page: Page, info: TestInfo): Reader {
  let pages = 0;
  const lookAround = async () => {
    pages++;
    await takePicture(page, info, pages);
    await expectNobodyShutOut(page);
    await expectNothingSticksOut(page);
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

async function expectNobodyShutOut(page: Page): Promise<void> {
  // Its other mode opens a second page for each look, for frames of other origins: there are none here.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  expect(told, `accessibility of ${page.url()}`).toEqual([]);
}

async function expectNothingSticksOut(page: Page): Promise<void> {
  const surplus = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(surplus, `pixels that ${page.url()} is wider than its window`).toBeLessThanOrEqual(0);
}

/** With SCREENSHOTS=folder every page is kept as a picture. */
async function takePicture(page: Page, info: TestInfo, number: number): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const title = info.title.replace(/\W+/g, '-').slice(0, 40);
  const name = `${info.project.name}-${title}-${String(number).padStart(2, '0')}.png`;
  await page.screenshot({ path: join(folder, name), fullPage: true });
}
