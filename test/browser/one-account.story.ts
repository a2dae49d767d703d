import type { Page } from '@playwright/test';
import { legacyPassword } from '../../demo/lumen.ts';
import type { DemoProcess } from '../support/demo-process.ts';
import { tokenIn } from '../support/mailbox.ts';
import { devices } from './devices.ts';
import { expect, type Reader, story } from './story.ts';

const password = 'a lantern over wide water';

for (const [name, device] of Object.entries(devices)) {
  story.describe(`at the ${name}`, () => {
    story.use(device);
    story('one account opens two services', async ({ page, reader, demo }) => {
      await wholeWay({ page, reader, demo, email: `ada-at-the-${name}@example.com` });
    });
  });
}

interface Told {
  page: Page;
  reader: Reader;
  demo: DemoProcess;
  email: string;
}

async function wholeWay({ page, reader, demo, email }: Told): Promise<void> {
  const { fillIn, press, follow, isAt, isRefused } = reader;

  await story.step('from a service to registration', async () => {
    await page.goto(demo.service('managed-hosting'));
    await isAt('Your servers, run by people who answer the phone.');
    await follow('Sign in');
    await isAt('Enter your email address');
    await fillIn('email', 'not an address');
    await press('Next');
    await isRefused('Enter an email address in the form name@example.com.');
    await fillIn('email', email);
    await press('Next');
  });

  await story.step('contact details and password', async () => {
    await isAt('Tell us who you are');
    await press('Next');
    await isRefused('Enter your first name.');
    await fillIn('firstName', 'Ada');
    await fillIn('lastName', 'Lovelace');
    await press('Next');
    await isAt('Choose your password');
    await fillIn('password', 'short');
    await press('Next');
    await isRefused('The two passwords differ.');
    await fillIn('password', password);
    await fillIn('passwordConfirmation', password);
    await expect(page.getByText('All requirements are met')).toBeAttached();
    await press('Next');
  });

  await story.step('second factor, questions and token', async () => {
    await isAt('Protect your account with a second factor');
    await page.getByLabel('Not now').check();
    await press('Next');
    await isAt('Choose three security questions');
    for (const number of [1, 2, 3]) {
      await page.locator(`[name="question${number}"]`).selectOption({ index: number });
      await fillIn(`answer${number}`, `answer number ${number}`);
    }
    await press('Next');
    await isAt('Verify your email');
    await fillIn('token', 'WRNG-WRNG');
    await press('Register');
    await isRefused('This is not the token of the newest email.');
    await fillIn('token', tokenIn(await demo.mailbox.newestMailTo(email)));
    await press('Register');
    await isAt('Your account is ready');
  });

  await story.step('the first sign-in', async () => {
    await follow('Sign in and go on to Managed Hosting');
    await isAt('Enter your password');
    await expect(page.getByText(email)).toBeVisible();
    await fillIn('password', 'this is not the password');
    await press('Sign in');
    await isRefused('The address or the password is incorrect.');
    await fillIn('password', password);
    await press('Sign in');
  });

  await story.step('the service account is linked', async () => {
    await isAt('Account Linking');
    await fillIn('username', 'alice');
    await fillIn('password', 'wrong');
    await press('Sign in');
    await isRefused('Your Managed Hosting username or password is incorrect.');
    await fillIn('username', 'locked');
    await fillIn('password', legacyPassword);
    await press('Sign in');
    await expect(page.getByText('Your account at Managed Hosting is locked')).toBeVisible();
    await isAt('Account Linking');
    await fillIn('username', 'alice');
    await fillIn('password', legacyPassword);
    await press('Sign in');
    await isAt('Welcome, Alice Archer');
  });

  await story.step('a second service asks to link once', async () => {
    await page.goto(demo.service('private-cloud'));
    await follow('Sign in');
    await isAt('Account Linking');
    await fillIn('username', 'bob');
    await fillIn('password', legacyPassword);
    await press('Sign in');
    await isAt('Welcome, Bob Baker');
  });

  await story.step('signing out ends both', async () => {
    await press('Sign out');
    await isAt('Sign out everywhere?');
    await press('Sign out');
    // It goes back by itself where nobody does anything; the page that it leads to says the same.
    await isAt('You are signed out');
    const signedOut = `${demo.service('private-cloud')}/signed-out`;
    await expect(page).toHaveURL((url) => url.href.startsWith(signedOut));
    await isAt('You are signed out');
    for (let back = 0; back < 4; back++) {
      await page.goBack();
      await expect(page.getByText('Bob Baker')).toHaveCount(0);
    }
    await page.goto(demo.service('managed-hosting'));
    await expect(page.getByText('Alice Archer')).toHaveCount(0);
  });

  await story.step('after one password both open with no page', async () => {
    await follow('Sign in');
    await fillIn('email', email);
    await press('Next');
    await fillIn('password', password);
    await press('Sign in');
    await isAt('Welcome, Alice Archer');
    await page.goto(demo.service('private-cloud'));
    await follow('Sign in');
    await isAt('Welcome, Bob Baker');
  });
}
