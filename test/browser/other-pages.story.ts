import type { Page } from '@playwright/test';
import { expect, story } from './story.ts';

story('the pages beside the way are whole as well', async ({ page, reader, demo }) => {
  const { isAt, follow } = reader;
  await page.goto(demo.issuer);
  await isAt('Choose where to go');
  await follow('Privacy');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Choose where to go');
  await follow('Help');
  await isAt('How can we help?');
  await page.locator('[name="topic"]').selectOption('inside-a-service');
  await page.locator('[name="service"]').selectOption('public-cloud');
  await reader.press('Show what to do');
  await expect(page.getByText('public-cloud@ctl.io').first()).toBeVisible();
  await isAt('How can we help?');
  await page.goto(`${demo.issuer}/no/such/page`);
  await isAt('There is no such page');
  await page.goto(`${demo.issuer}/register`);
  await isAt('Make your Lumen account');
  await page.goto(`${demo.issuer}/register/verify-email?token=ABCD-EFGH`);
  await isAt('Enter the token in your first browser');
  await page.goto(`${demo.issuer}/sign-in/nobody`);
  await isAt('This sign-in has expired');
  expect(await linesOf(page, '.unbroken')).toBe(1);
});

story(
  'a token stands on one line, however narrow the window that shows its mail',
  async ({ page, reader, demo }) => {
    const email = 'token@example.com';
    await page.goto(`${demo.issuer}/register`);
    await reader.fillIn('email', email);
    await reader.press('Next');
    await reader.fillIn('firstName', 'Eve');
    await reader.fillIn('lastName', 'Example');
    await reader.press('Next');
    await expect(page.locator('.date-of-expiration')).toBeHidden();
    await page.locator('[name="passwordExpiration"]').selectOption('date');
    await expect(page.locator('.date-of-expiration')).toBeVisible();
    await page.locator('[name="passwordExpiration"]').selectOption('never');
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
    await reader.isAt('Verify your email');
    const { html } = await demo.mailbox.newestMailTo(email);
    // What a mail program leaves of a window of 320 px.
    await page.setViewportSize({ width: 270, height: 640 });
    await page.goto('about:blank');
    await page.setContent(html);
    expect(await linesOf(page, '.token')).toBe(1);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(270);
  },
);

/** On how many lines the words of an element stand. */
const linesOf = (page: Page, selector: string): Promise<number> =>
  page.evaluate<number>(`(() => {
    const words = document.createRange();
    words.selectNodeContents(document.querySelector('${selector}'));
    return new Set([...words.getClientRects()].map(({ top }) => top)).size;
  })()`);

story('a password that is typed can be shown', async ({ page, reader, demo }) => {
  await page.goto(`${demo.issuer}/register`);
  await reader.fillIn('email', 'eve@example.com');
  await reader.press('Next');
  await reader.fillIn('firstName', 'Eve');
  await reader.fillIn('lastName', 'Example');
  await reader.press('Next');
  await reader.fillIn('password', 'a lantern over wide water');
  await page.getByRole('button', { name: 'Show new password' }).click();
  await expect(page.locator('[name="password"]')).toHaveAttribute('type', 'text');
  await reader.isAt('Choose your password');
});

story('everything can be done with the keyboard alone', async ({ page, demo }) => {
  await page.goto(demo.service('managed-hosting'));
  await page.getByRole('link', { name: 'Sign in', exact: true }).press('Enter');
  await expect(page.getByLabel('Email address')).toBeFocused();
  await page.keyboard.type('keys@example.com');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tell us who you are');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
});
