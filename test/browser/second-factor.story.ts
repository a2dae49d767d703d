import { minutes } from '../../src/kernel/index.ts';
import { tokenIn } from '../support/mailbox.ts';
import { otpAppWith } from '../support/oathtool.ts';
import { expect, story } from './story.ts';

const password = 'a lantern over wide water';

story('an OTP app from its QR code to a lost phone', async ({ page, context, reader, demo }) => {
  const email = 'otto@example.com';
  const { fillIn, press, follow, isAt, isRefused } = reader;
  const secretShown = async () => (await page.locator('.qr-secret').textContent())?.replaceAll(' ', '') ?? '';
  let app = otpAppWith('');
  let recoveryCodes: string[] = [];

  await story.step('a registration that asks for a second factor', async () => {
    await page.goto(demo.service('managed-hosting'));
    await follow('Sign in');
    await fillIn('email', email);
    await press('Next');
    await fillIn('firstName', 'Otto');
    await fillIn('lastName', 'Tief');
    await press('Next');
    await fillIn('password', password);
    await fillIn('passwordConfirmation', password);
    await press('Next');
    await isAt('Protect your account with a second factor');
    await expect(page.getByText('You can turn it on later in Manage My Account')).toBeVisible();
    await page.getByLabel('One-time password using an OTP app').check();
    await press('Next');
    for (const number of [1, 2, 3]) {
      await page.locator(`[name="question${number}"]`).selectOption({ index: number });
      await fillIn(`answer${number}`, `answer number ${number}`);
    }
    await press('Next');
    await fillIn('token', tokenIn(await demo.mailbox.newestMailTo(email)));
    await press('Register');
    await isAt('Your account is ready');
    await follow('Sign in and go on to Managed Hosting');
    await page.clock.install();
    await fillIn('password', password);
    await press('Sign in');
  });

  await story.step('the QR code renews itself when its time is up, and what was typed stays', async () => {
    await isAt('Set up your OTP app');
    await expect(page.locator('.qr-timer')).toContainText('Valid for');
    await expect(page.locator('.qr-renew')).toBeHidden();
    await fillIn('code', '123');
    const asked = page.waitForResponse((answer) => answer.url() === page.url());
    await page.clock.fastForward(minutes(3));
    expect((await asked).status()).toBe(200);
    // The new one has its own time, which goes on.
    await expect(page.locator('.qr-timer')).toContainText(/Valid for [12] minute|Valid for 3 minutes/);
    await expect(page.locator('[name="code"]')).toHaveValue('123');
    await page.getByText('Can’t scan?').click();
    await expect(page.getByText('Type this key into your OTP app')).toBeVisible();
    app = otpAppWith(await secretShown());
    await press('Turn on');
    await isRefused('Enter the six digits that your OTP app shows.');
    await fillIn('code', app.code());
    await press('Turn on');
  });

  await story.step('recovery codes are copied, downloaded and printed', async () => {
    await isAt('Keep your recovery codes');
    recoveryCodes = await page.locator('.recovery-codes code').allTextContents();
    expect(recoveryCodes).toHaveLength(10);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await press('Copy');
    await expect
      .poll(() => page.evaluate<string>('navigator.clipboard.readText()'))
      .toBe(recoveryCodes.join('\n'));
    const download = page.waitForEvent('download');
    await press('Download');
    expect((await download).suggestedFilename()).toBe('recovery-codes.txt');
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText('Lumen Master Account: recovery codes of')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeHidden();
    await expect(page.locator('.recovery-codes')).toBeVisible();
    await expect(page.locator('.footer')).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
    await follow('I have kept them, go on');
    await isAt('Account Linking');
  });

  await story.step('the next sign-in asks for a code, and finds out a wrong clock', async () => {
    await context.clearCookies();
    await page.goto(demo.service('managed-hosting'));
    await follow('Sign in');
    await fillIn('email', email);
    await press('Next');
    await fillIn('password', password);
    await press('Sign in');
    await isAt('Enter your code');
    await fillIn('code', app.code(minutes(4)));
    await press('Continue');
    await isRefused('This code is not right.');
    await fillIn('code', app.code(minutes(4.5)));
    await press('Continue');
    await isRefused(/Your phone’s clock is about [45] minutes ahead\. Set it to automatic/);
  });

  await story.step('a recovery code stands in for the phone', async () => {
    await fillIn('code', recoveryCodes[0]?.toLowerCase() ?? '');
    await press('Continue');
    await isAt('Account Linking');
  });

  await story.step('in Manage My Account the lost phone is replaced', async () => {
    await page.goto(`${demo.issuer}/account/authentication`);
    await isAt('Enter your email address');
    await fillIn('email', email);
    await press('Next');
    await fillIn('password', password);
    await press('Sign in');
    await fillIn('code', recoveryCodes[1] ?? '');
    await press('Continue');
    await isAt('Authentication');
    await follow('Replace the OTP app');
    await isAt('Replace your OTP app');
    await press('Continue');
    await isRefused('Enter your Master Account password.');
    await fillIn('currentPassword', password);
    await press('Continue');
    await isAt('Set up your OTP app');
    await page.getByText('Can’t scan?').click();
    const next = otpAppWith(await secretShown());
    expect(next.secret).not.toBe(app.secret);
    await fillIn('code', next.code());
    await press('Replace the app');
    await isAt('Keep your recovery codes');
    await follow('I have kept them');
    await isAt('Authentication');
    for (const [link, heading] of [
      ['Change the password', 'Change your password'],
      ['Change when it expires', 'Change when your password expires'],
      ['Get new recovery codes', 'Get new recovery codes'],
      ['Turn the OTP app off', 'Turn the OTP app off?'],
    ] as const) {
      await follow(link);
      await isAt(heading);
      await follow('Authentication');
    }
    await page.goto(`${demo.issuer}/account/questions`);
    await isAt('Security questions');
  });
});
