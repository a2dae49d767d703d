import type { Banner } from '../../../../ui/index.ts';

/** What has been done, in words, on the page that it leads back to. */
export function bannerOf(done: string | undefined): Banner | undefined {
  return done !== undefined && Object.hasOwn(banners, done) ? banners[done] : undefined;
}

const success = (title: string, text: string): Banner => ({ tone: 'success', title, text });

const banners: Record<string, Banner> = {
  names: success('Your name is changed', 'Services see the new one when you next open them.'),
  'names-same': { tone: 'note', text: 'Your name is what it was: there was nothing to change.' },
  email: success(
    'Your email address is changed',
    'From now on you sign in with it. All other sessions have ended. The old address was told, and can undo the change for 72 hours.',
  ),
  'email-cancelled': success(
    'Your email address stays as it is',
    'The token that was sent does not count any more.',
  ),
  phone: success('Your mobile phone number is verified', 'From now on it counts.'),
  'phone-kept': success(
    'Your mobile phone number is kept',
    'It counts for nothing until it has been verified.',
  ),
  'phone-removed': success(
    'Your mobile phone number is removed',
    'No text messages are sent to it any more.',
  ),
  'phone-moved-on': {
    tone: 'note',
    text: 'Your mobile phone number had changed meanwhile. This is how things stand now.',
  },
  'phone-cancelled': success(
    'Your mobile phone number stays as it is',
    'The token that was sent does not count any more.',
  ),
  pin: success('Your support PIN is changed', 'Customer Care asks for the new one from now on.'),
};
