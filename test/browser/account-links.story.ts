import { expect, story } from './story.ts';

story(
  'a link is added and removed, what happened is read, and the account is to be deleted and kept',
  async ({ page, reader, demo }, info) => {
    const email = `links-${info.project.name}@example.com`;
    const password = 'a lantern over wide water';
    const { isAt, follow, fillIn, press } = reader;
    const provenWith = async (button: string) => {
      await fillIn('currentPassword', password);
      await press(button);
    };
    const signIn = async () => {
      await fillIn('email', email);
      await press('Next');
      await fillIn('password', password);
      await press('Sign in');
    };
    await page.goto(`${demo.issuer}/account/links`);
    await fillIn('email', email);
    await press('Next');
    await fillIn('firstName', 'Lin');
    await fillIn('lastName', 'Ker');
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
    await isAt('Verify your email');
    const { text } = await demo.mailbox.newestMailTo(email);
    await fillIn('token', text.match(/\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/)?.[0] ?? '');
    await press('Register');
    await isAt('Your account is ready');
    await page.goto(`${demo.issuer}/account/links`);
    await signIn();
    await isAt('Account Linking');
    await page.goto(`${demo.issuer}/account/links/public-cloud/add`);
    await isAt('Link Public Cloud');
    await fillIn('username', info.project.name);
    await fillIn('password', 'legacy-password');
    await provenWith('Link');
    await expect(
      page.getByText('Your Public Cloud username or password is incorrect.').first(),
    ).toBeVisible();
    await page.goto(`${demo.issuer}/account/activity`);
    await isAt('What happened to your account');
    await page.goto(`${demo.issuer}/account/my-data`);
    await isAt('My data');
    await fillIn('currentPassword', password);
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
