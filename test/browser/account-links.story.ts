import { residentsPassword } from '../support/residents.ts';
import { expect, residents, story } from './story.ts';

story(
  'a link is added and removed, what happened is read, and the account is to be deleted and kept',
  async ({ page, reader, demo }) => {
    const { isAt, follow, fillIn, press } = reader;
    const provenWith = async (button: string) => {
      await fillIn('currentPassword', residentsPassword);
      await press(button);
    };
    const signIn = async () => {
      await fillIn('email', residents.linksServices);
      await press('Next');
      await fillIn('password', residentsPassword);
      await press('Sign in');
    };
    await page.goto(`${demo.issuer}/account/links`);
    await signIn();
    await isAt('Account Linking');
    await page.goto(`${demo.issuer}/account/links/public-cloud/add`);
    await isAt('Link Public Cloud');
    await fillIn('username', 'nobody');
    await fillIn('password', 'legacy-password');
    await provenWith('Link');
    await expect(
      page.getByText('Your Public Cloud username or password is incorrect.').first(),
    ).toBeVisible();
    await page.goto(`${demo.issuer}/account/activity`);
    await isAt('What happened to your account');
    await page.goto(`${demo.issuer}/account/my-data`);
    await isAt('My data');
    await fillIn('currentPassword', residentsPassword);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download my data' }).click();
    expect((await download).suggestedFilename()).toMatch(/^my-account-.*\.json$/);
    await page.goto(`${demo.issuer}/account/my-data/delete`);
    await isAt('Delete your account?');
    await provenWith('Delete my account');
    await isAt('Your account will be deleted');
    await page.goto(`${demo.issuer}/account/links`);
    await signIn();
    await isAt('Account Linking');
    await press('Keep my account');
    await isAt('My data');
    await expect(page.getByText('Your account is kept')).toBeVisible();
    await follow('Sign out');
  },
);
