import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import type { DemoProcess } from '../support/demo-process.ts';
import { expect, type Reader, story } from './story.ts';

/** From nothing → the page of the token. */
async function register(page: Page, reader: Reader, issuer: string, email: string): Promise<void> {
  await page.goto(`${issuer}/register`);
  await reader.fillIn('email', email);
  await reader.press('Next');
  await reader.fillIn('firstName', 'Ada');
  await reader.fillIn('lastName', 'Lovelace');
  await reader.press('Next');
  await reader.fillIn('password', 'a lantern over wide water');
  await reader.fillIn('passwordConfirmation', 'a lantern over wide water');
  await reader.press('Next');
  await page.getByLabel('Not now').check();
  await reader.press('Next');
  for (const number of [1, 2, 3]) {
    await page.locator(`[name="question${number}"]`).selectOption({ index: number });
    await reader.fillIn(`answer${number}`, `answer number ${number}`);
  }
  await reader.press('Next');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Verify your email');
}

/** Lets the animations of the page run on, as if so much time had passed. */
const letAnimationsRun = (page: Page, seconds: number): Promise<void> =>
  page.evaluate(`for (const each of document.getAnimations()) each.currentTime = ${seconds * 1000}`);

/** Whether the button can be reached with the keyboard. */
const canBeFocused = (page: Page): Promise<boolean> =>
  page.evaluate(`(() => {
    const button = [...document.querySelectorAll('button')].find((each) => each.textContent === "Where's my email");
    button.focus();
    return document.activeElement === button;
  })()`);

for (const reducedMotion of ['no-preference', 'reduce'] as const) {
  story(
    `the button appears after three minutes and keeps what was typed (motion: ${reducedMotion})`,
    async ({ page, reader, demo }) => {
      await page.emulateMedia({ reducedMotion });
      const email = `appears-${reducedMotion}@example.com`;
      await register(page, reader, demo.issuer, email);
      const button = page.getByRole('button', { name: "Where's my email" });
      await reader.isAt('Verify your email');
      await reader.fillIn('token', 'ABCD');
      await expect(button).toBeHidden();
      await letAnimationsRun(page, 179);
      await expect(button).toBeHidden();
      expect(await canBeFocused(page)).toBe(false);
      await letAnimationsRun(page, 180);
      await expect(button).toBeVisible();
      expect(await canBeFocused(page)).toBe(true);
      await expect(page.getByText(/you can see here where it is/)).toBeHidden();
      await expect(page.locator('[name="token"]')).toHaveValue('ABCD');
      // The server keeps its own time.
      await button.click();
      await reader.isAt('This report is not open yet');
    },
  );
}

story.describe('with JavaScript off', () => {
  story.use({ javaScriptEnabled: false });
  story('the button is a matter of the stylesheet alone', async ({ page, reader, demo }) => {
    await register(page, reader, demo.issuer, 'plain@example.com');
    const button = page.getByRole('button', { name: "Where's my email" });
    await expect(button).toBeHidden();
    await expect(page.locator('.appearing-after')).toHaveCSS('visibility', 'hidden');
    await expect(page.locator('.appearing-after')).toHaveCSS('animation-name', 'appears');
    await expect(page.locator('.appearing-after')).toHaveCSS('animation-delay', '180s');
  });
});

/** The clock of a demo cannot be moved; what it counts from can. */
function sentThreeMinutesAgo(demo: DemoProcess, email: string): void {
  const file = new DatabaseSync(join(demo.dataDirectory, 'master-account.sqlite'), { timeout: 5000 });
  file.prepare('update registrations set "tokenSentAt" = "tokenSentAt" - 180000 where email = ?').run(email);
  file.close();
}

/** Looks at the report as it is now, whatever it says. */
async function lookAt(page: Page, reader: Reader): Promise<void> {
  await reader.isAt((await page.getByRole('heading', { level: 1 }).textContent()) ?? '');
}

story.describe('in New York', () => {
  story.use({ timezoneId: 'America/New_York', permissions: ['clipboard-read', 'clipboard-write'] });

  story('the report tells the time of its reader, and can be handed on', async ({ page, reader, demo }) => {
    const email = 'ny@block.test';
    await register(page, reader, demo.issuer, email);
    sentThreeMinutesAgo(demo, email);
    await page.reload();
    await reader.press("Where's my email");
    const heading = page.getByRole('heading', { level: 1 });
    const exact =
      /^Email was blocked at '\d+ \w+ \d{4}, \d\d:\d\d:\d\d GMT-[45]' due to 'Message refused by local policy'$/;
    await expect(async () => {
      await page.reload();
      await expect(heading).toHaveText(exact, { timeout: 500 });
    }).toPass();
    await lookAt(page, reader);
    await expect(page.getByRole('list', { name: 'What happened to the email' })).toContainText(
      /Blocked: Message refused by local policy\s*\d\d:\d\d:\d\d GMT-[45]/,
    );
    await page.getByRole('button', { name: 'Copy' }).click();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toMatch(
      new RegExp(
        `^Date and time: .+ UTC\\nSender: noreply@ctl.io\\nRecipient: ${email}\\nSubject: Lumen Email Validation Token$`,
      ),
    );
    await reader.follow('Correct my email address');
    await reader.isAt('Correct your email address');
    await reader.fillIn('email', 'nobody');
    await reader.press('Send the token there');
    await reader.isRefused('Enter an email address in the form name@example.com.');
    await reader.fillIn('email', 'ny@example.com');
    await reader.press('Send the token there');
    await reader.isAt('Verify your email');
    await expect(page.getByText('Your address is corrected')).toBeVisible();
  });
});

story(
  'a report that waits renews itself, and says so without moving anybody',
  async ({ page, reader, demo }) => {
    const email = 'renews@slow.test';
    await register(page, reader, demo.issuer, email);
    sentThreeMinutesAgo(demo, email);
    await page.clock.install();
    await page.reload();
    await reader.press("Where's my email");
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText(
      'Emails may take up to 5 minutes to show in this report. Please try again.',
    );
    await lookAt(page, reader);
    const check = page.getByRole('link', { name: 'Check again' });
    await check.focus();
    // Its second try is ten seconds later.
    await expect(async () => {
      await page.clock.fastForward(15_000);
      await expect(heading).toHaveText(/^Email successfully sent at/, { timeout: 500 });
    }).toPass({ timeout: 60_000 });
    await expect(page.getByRole('status')).toHaveText(/^Email successfully sent at '.+'$/);
    await expect(check).toBeFocused();
    await lookAt(page, reader);
  },
);

story('a token that is tried five times gives way to one button', async ({ page, reader, demo }) => {
  await register(page, reader, demo.issuer, 'void@example.com');
  await reader.fillIn('token', 'ABC');
  await reader.press('Register');
  await reader.isRefused('The token has eight characters');
  for (let tries = 0; tries < 5; tries++) {
    await reader.fillIn('token', 'AAAA-AAAA');
    await reader.press('Register');
    await expect(page.locator('.problem-summary')).toBeVisible();
  }
  await reader.isRefused('The token is not valid any more');
  await page.goto(`${demo.issuer}/register`);
  await expect(page.getByText('The token was tried five times')).toBeVisible();
  await reader.isAt('Verify your email');
  await page.goto(`${demo.issuer}/register?another=yes`);
  await reader.isAt('Make your Lumen account');
});
