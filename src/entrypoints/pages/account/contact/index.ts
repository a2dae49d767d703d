// Contact details: names, email address, mobile phone and PIN, each with its own page. Names and PIN ask for the
// password, address and phone for a code too; an address and a phone count only after their token.
//   contact.page.ts           what they are now, and what waits for its token
//   names.ts                  GET, POST /names
//   email.ts                  GET, POST /email; POST /email/cancel
//   verify-email.ts           GET, POST /email/verify; POST /email/new-token
//   where-is-my-email.ts      GET /email/where-is-my-email
//   phone.ts                  GET, POST /phone and /phone/remove; POST /phone/cancel
//   verify-phone.ts           GET, POST /phone/verify; POST /phone/send-token and /phone/new-token
//   pin.ts                    GET, POST /pin and /pin/show
import { findPhoneChange } from '../../../../features/contact-details/index.ts';
import { findEmailChange } from '../../../../features/email-changes/index.ts';
import { formatPhone } from '../../../../features/phones/index.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page, Section } from '../section.ts';
import { bannerOf } from './banners.ts';
import { contactPage } from './contact.page.ts';
import { cancelEmail, emailPages } from './email.ts';
import { namesPages } from './names.ts';
import { phonePages } from './phone.ts';
import { pinPages } from './pin.ts';
import { placeOf } from './place.ts';
import { verifyEmailPages } from './verify-email.ts';
import { verifyPhonePages } from './verify-phone.ts';
import { reportPages } from './where-is-my-email.ts';

export const contactSection = (deps: AccountPagesDeps): Section => ({
  name: 'contact',
  title: 'Contact details',
  pages: [
    overview(deps),
    ...namesPages(deps),
    ...emailPages(deps),
    cancelEmail(deps),
    ...verifyEmailPages(deps),
    ...reportPages(deps),
    ...phonePages(deps),
    ...verifyPhonePages(deps),
    ...pinPages(deps),
  ],
});

const overview = (deps: AccountPagesDeps): Page => ({
  path: '',
  async show(visit) {
    const whose = { accountId: visit.account.id, place: placeOf(deps, visit) };
    const pendingPhone = await findPhoneChange(deps, whose);
    return contactPage(visit, {
      pendingEmail: await findEmailChange(deps, whose),
      writtenPhone: visit.account.phone === null ? undefined : formatPhone(visit.account.phone),
      pendingPhone: pendingPhone && formatPhone(pendingPhone.phone),
      textsAreSent: deps.smsPrefixes !== undefined,
      notice: bannerOf(visit.c.req.query('done')),
    });
  },
});
