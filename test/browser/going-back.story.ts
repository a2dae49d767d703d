import { devices } from './devices.ts';
import { expect, story } from './story.ts';

story.use(devices.phone);

story('whoever goes back after a mistake sees the form again', async ({ page, reader, demo }) => {
  const { fillIn, press, follow, isAt, isRefused } = reader;
  const email = 'back@example.com';

  await story.step('at the email page of a sign-in', async () => {
    await page.goto(demo.service('managed-hosting'));
    await follow('Sign in');
    await fillIn('email', 'not an address');
    await press('Next');
    await isRefused('Enter an email address in the form name@example.com.');
    await fillIn('email', email);
    await press('Next');
    await isAt('Tell us who you are');
    await page.goBack();
    await isAt('Enter your email address');
    await expect(page.locator('[name="email"]')).toHaveValue(email);
    await press('Next');
  });

  await story.step('at two steps of registration', async () => {
    await isAt('Tell us who you are');
    await fillIn('firstName', 'Ada');
    await press('Next');
    await isRefused('Enter your last name.');
    await fillIn('lastName', 'Lovelace');
    await press('Next');
    await isAt('Choose your password');
    await press('Next');
    await isRefused('Enter a password.');
    await page.goBack();
    await page.goBack();
    await isAt('Tell us who you are');
    await expect(page.locator('[name="lastName"]')).toHaveValue('Lovelace');
  });

  await story.step('loading the answer to a mistake again sends nothing', async () => {
    await fillIn('lastName', '');
    await press('Next');
    await isRefused('Enter your last name.');
    const [request] = await Promise.all([page.waitForRequest(/\/register\/contact$/), page.reload()]);
    expect(request.method()).toBe('GET');
    await expect(page.locator('[name="lastName"]')).toHaveValue('Lovelace');
  });
});
