import type { Page } from '@playwright/test';
import { mailSaying, tokenIn } from '../support/mailbox.ts';
import { residentsPassword } from '../support/residents.ts';
import { devices } from './devices.ts';
import { expect, residents, story } from './story.ts';

const password = residentsPassword;

story.use(devices.phone);

interface Phone {
  /** Whether the finger on it is its owner's. */
  knowsTheFinger(known: boolean): Promise<void>;
  /** Whether there is a finger on it, for whatever the page asks from then on. */
  isTouched(touched: boolean): Promise<void>;
}

/** A phone that keeps passkeys. */
async function plugIn(page: Page): Promise<Phone> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async knowsTheFinger(isUserVerified) {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    async isTouched(enabled) {
      await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
  };
}

story('a passkey is added, signs in, stands in for codes, and is removed', async ({ page, reader, demo }) => {
  const email = residents.keepsPasskeys;
  const { fillIn, press, follow, isAt, isRefused } = reader;
  const account = new URL('/account/authentication', demo.issuer).href;

  await story.step('signed in with the password', async () => {
    await page.goto(account);
    await isAt('Enter your email address');
    await fillIn('email', email);
    await press('Next');
    await isAt('Enter your password');
    await fillIn('password', password);
    await press('Sign in');
    await isAt('Authentication');
  });

  const phone = await plugIn(page);
  /** Presses the button with a finger on the phone. */
  const touch = async (button: string) => {
    await phone.isTouched(true);
    await press(button);
  };
  const signOut = async () => {
    await phone.isTouched(false);
    await page.goto(new URL('/sign-out', demo.issuer).href);
    await press('Sign out');
    await isAt('You are signed out');
  };

  await story.step('a passkey is added, with recovery codes', async () => {
    await follow('Add a passkey');
    await isAt('Add a passkey');
    await press('Continue');
    await isRefused('Enter your Master Account password.');
    await fillIn('currentPassword', password);
    await press('Continue');
    await isAt('Confirm that it is you');
    await fillIn('token', tokenIn(await mailSaying(demo, email, /token to set up/)));
    await press('Continue');
    await isAt('Make your passkey');
    await press('Make the passkey');
    await isAt('Keep your recovery codes');
    await expect(page.locator('.recovery-codes li')).toHaveCount(10);
    await follow('I have kept them');
    await isAt('Authentication');
    await expect(page.getByRole('link', { name: 'Remove Chrome on Linux' })).toBeVisible();
  });

  await story.step('the same phone makes no second one', async () => {
    await follow('Add a passkey');
    await fillIn('currentPassword', password);
    await press('Continue');
    await isAt('Make your passkey');
    await press('Make the passkey');
    await expect(page.getByText('This device has a passkey for your account already.')).toBeVisible();
    await isAt('Make your passkey');
  });

  await story.step('it signs in without address, password and code', async () => {
    await signOut();
    await page.goto(account);
    await isAt('Enter your email address');
    await touch('Sign in with a passkey');
    await isAt('Authentication');
    await expect(page.getByText('not yet')).toHaveCount(0);
  });

  await story.step('it is offered where the address is typed, too', async () => {
    await signOut();
    await phone.isTouched(true);
    await page.goto(account);
    await isAt('Authentication');
  });

  await story.step('it stands in for the code', async () => {
    await signOut();
    await page.goto(account);
    await fillIn('email', email);
    await press('Next');
    await isAt('Enter your password');
    await fillIn('password', password);
    await press('Sign in');
    await isAt('Use your passkey');
    await touch('Use your passkey');
    await isAt('Authentication');
  });

  await story.step('a finger that is not known opens nothing, and the page says so', async () => {
    await signOut();
    await phone.knowsTheFinger(false);
    await page.goto(account);
    await touch('Sign in with a passkey');
    await expect(page.getByText('No passkey was given')).toBeVisible();
    await isAt('Enter your email address');
    await phone.knowsTheFinger(true);
    await touch('Sign in with a passkey');
    await isAt('Authentication');
  });

  await story.step('it is removed', async () => {
    await page.getByRole('link', { name: /^Remove Chrome/ }).click();
    await isAt('Remove this passkey?');
    await fillIn('currentPassword', password);
    await press('Remove the passkey');
    await isAt('Authentication');
    await expect(page.getByText('The passkey is removed')).toBeVisible();
  });

  await story.step('a used one is not sent again, where a browser puts it back into the form', async () => {
    await signOut();
    await page.goto(account);
    // As WebKit does with Back.
    await page.route(page.url(), async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('name="passkey" value=""', 'name="passkey" value="used"');
      await route.fulfill({ response, body });
    });
    await page.reload();
    await expect(page.locator('[name="passkey"]')).toHaveValue('');
  });

  await story.step('it signs in no more', async () => {
    await touch('Sign in with a passkey');
    await expect(page.getByText('This passkey was not accepted')).toBeVisible();
    await phone.isTouched(false);
    await isAt('Enter your email address');
  });
});
