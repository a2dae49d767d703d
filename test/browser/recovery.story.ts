import { type Mail, tokenIn } from '../support/mailbox.ts';
import { residentsAnswers } from '../support/residents.ts';
import { devices } from './devices.ts';
import { expect, residents, story } from './story.ts';

story.use(devices.phone);

story('whoever has forgotten the password gets a new one', async ({ page, reader, demo }) => {
  const email = residents.forgetsThePassword;
  const { fillIn, press, follow, isAt, isRefused } = reader;
  const mailAbout = async (subject: string): Promise<Mail> => {
    const found = async () =>
      (await demo.mailbox.mailsTo(email)).find((mail) => mail.subject.includes(subject));
    await expect.poll(found).toBeTruthy();
    return (await found()) as Mail;
  };

  await story.step('address and token', async () => {
    await page.goto(demo.service('managed-hosting'));
    await follow('Sign in');
    await fillIn('email', email);
    await press('Next');
    await follow('Forgot your password');
    await isAt('Reset your password');
    await press('Next');
    await isAt('Choose how to receive the token');
    await press('Send the token');
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
    for (const [index, answer] of residentsAnswers.entries())
      await fillIn(`answer${index + 1}`, answer.toUpperCase());
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
