import type { Page } from '@playwright/test';
import { type Mail, tokenIn } from '../support/mailbox.ts';
import { expect, type Reader, story } from './story.ts';

const password = 'a lantern over wide water';

/** Registers, and ends where the address is verified. */
async function register(page: Page, { fillIn, press }: Reader, email: string): Promise<void> {
  await fillIn('email', email);
  await press('Next');
  await fillIn('firstName', 'Ada');
  await fillIn('lastName', 'Lovelace');
  await press('Next');
  await fillIn('password', password);
  await fillIn('passwordConfirmation', password);
  await press('Next');
  await page.getByLabel('Not now').check();
  await press('Next');
  for (const number of [1, 2, 3]) {
    await page.locator(`[name="question${number}"]`).selectOption({ index: number });
    await fillIn(`answer${number}`, `answer number ${number}`);
  }
  await press('Next');
}

story('whoever has forgotten the password gets a new one', async ({ page, reader, demo }, info) => {
  story.setTimeout(240_000);
  const email = `forgetful-${info.project.name}@example.com`;
  const { fillIn, press, follow, isAt, isRefused } = reader;
  const mailAbout = async (subject: string): Promise<Mail> => {
    const found = async () =>
      (await demo.mailbox.mailsTo(email)).find((mail) => mail.subject.includes(subject));
    await expect.poll(found).toBeTruthy();
    return (await found()) as Mail;
  };

  await story.step('an account', async () => {
    await page.goto(`${demo.issuer}/register`);
    await register(page, reader, email);
    await fillIn('token', tokenIn(await mailAbout('Validation')));
    await press('Register');
    await page.goto(demo.service('managed-hosting'));
    await follow('Sign in');
    await fillIn('email', email);
    await press('Next');
  });

  await story.step('address and token', async () => {
    await follow('Forgot your password');
    await isAt('Reset your password');
    await press('Next');
    await isAt('Choose how to receive the token');
    // One token a minute for an address, and one has just been sent to register it.
    await expect(async () => {
      await press('Send the token');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Enter the token', { timeout: 1000 });
    }).toPass({ timeout: 100_000, intervals: [5000] });
    await isAt('Enter the token');
    await fillIn('token', 'AAAA-AAAA');
    await press('Continue');
    await isRefused('This is not the token of the newest message.');
    await follow('Choose another way to receive it');
    await page.getByLabel('SMS Text Message').check();
    await press('Send the token');
    await expect(page.getByText('No token was sent just now')).toBeVisible();
    await isAt('Choose how to receive the token');
    await follow('Enter the token that was sent');
    await fillIn('token', tokenIn(await mailAbout('token to reset your password')));
    await press('Continue');
  });

  await story.step('answers and new password', async () => {
    await isAt('Answer your security questions');
    await press('Continue');
    await isRefused('Answer question 1.');
    for (const number of [1, 2, 3]) await fillIn(`answer${number}`, 'wrong');
    await press('Continue');
    await isRefused('At least one answer is not right. Check all three.');
    for (const number of [1, 2, 3]) await fillIn(`answer${number}`, `ANSWER number${number}`);
    await press('Continue');
    await isAt('Choose a new password');
    await fillIn('password', 'nine quiet herons at dawn');
    await fillIn('passwordConfirmation', 'nine quiet herons at dawn');
    await expect(page.getByText('All requirements are met')).toBeAttached();
    await press('Set the new password');
    await isAt('Your password is reset');
    await follow('Sign in and go on to Managed Hosting');
    await fillIn('password', 'nine quiet herons at dawn');
    await press('Sign in');
    await isAt('Account Linking');
  });

  await story.step('the link of the notice', async () => {
    const { text } = await mailAbout('Your password was reset');
    await page.goto(/http\S+\/not-me\S+/.exec(text)?.[0] ?? '');
    await isAt('Was this not you?');
    await press('Sign everybody out and reset my password');
    await isAt('Choose how to receive the token');
    await page.goto(`${demo.issuer}/not-me?notice=over`);
    await isAt('This link does not work any more');
    await page.goto(`${demo.issuer}/recover/token?token=ABCD-EFGH`);
    await isAt('Choose how to receive the token');
  });
});
