import { residentsPassword } from '../support/residents.ts';
import { devices } from './devices.ts';
import { expect, residents, story } from './story.ts';

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
    // A script of ours sees to it that nothing has to be kept.
    await expect(page).not.toHaveURL(/refused=/);
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

story.describe('with JavaScript off', () => {
  story.use({ javaScriptEnabled: false });

  story(
    'whoever goes back after a mistake sees forms, and nothing is sent again',
    async ({ page, reader, demo }) => {
      const { fillIn, press, follow } = reader;
      const is = (heading: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
      const isRefused = async (problem: string | RegExp) => {
        await expect(page.locator('.problem-summary')).toContainText(problem);
        await expect(page).toHaveURL(/[?&]refused=/);
        await page.reload();
        await expect(page.locator('.problem-summary')).toContainText(problem);
      };
      /** Over every page from there. */
      const goBack = async (...headings: string[]) => {
        for (const heading of headings) {
          await page.goBack();
          await is(heading);
          await expect(page.locator('.problem-summary')).toHaveCount(0);
        }
      };
      const posts: string[] = [];
      page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
      const sent = async (act: () => Promise<unknown>) => {
        const before = posts.length;
        await act();
        expect(posts.slice(before), 'what was sent').toEqual([]);
      };

      await story.step('at sign-in and registration', async () => {
        await page.goto(demo.service('managed-hosting'));
        await follow('Sign in');
        await fillIn('email', 'not an address');
        await press('Next');
        await isRefused('Enter an email address in the form name@example.com.');
        await expect(page.locator('[name="email"]')).toHaveValue('not an address');
        await fillIn('email', 'without-scripts@example.com');
        await press('Next');
        await fillIn('firstName', 'Ada');
        await press('Next');
        await isRefused('Enter your last name.');
        await expect(page.locator('[name="firstName"]')).toHaveValue('Ada');
        await is('Tell us who you are');
        await fillIn('lastName', 'Lovelace');
        await press('Next');
        await is('Choose your password');
        await sent(() => goBack('Tell us who you are', 'Tell us who you are', 'Enter your email address'));
      });

      await story.step('at a recovery', async () => {
        await page.goto(`${demo.issuer}/recover`);
        await press('Next');
        await isRefused('Enter an email address in the form name@example.com.');
        await fillIn('email', residents.goesBack);
        await press('Next');
        await is('Choose how to receive the token');
        await sent(() => goBack('Choose how to receive the token'));
      });

      await story.step('in Manage My Account', async () => {
        await page.goto(`${demo.issuer}/account/contact/names`);
        await fillIn('email', residents.goesBack);
        await press('Next');
        await fillIn('password', 'not the password');
        await press('Sign in');
        await isRefused('The address or the password is incorrect.');
        await fillIn('password', residentsPassword);
        await press('Sign in');
        await is('Change your name');
        await fillIn('firstName', 'Augusta');
        await press('Change the name');
        await isRefused('Enter your Master Account password.');
        await expect(page.locator('[name="firstName"]')).toHaveValue('Augusta');
        await fillIn('currentPassword', residentsPassword);
        await press('Change the name');
        await is('Contact details');
        await sent(() => goBack('Change your name', 'Change your name'));
      });
    },
  );
});
