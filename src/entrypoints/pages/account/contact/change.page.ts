import {
  type Banner,
  form,
  type Html,
  html,
  type Link,
  type Part,
  type Problem,
} from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

export type Shown = Pick<Visit, 'shell' | 'csrf' | 'account'>;

export const back: Link = { href: '/account/contact', text: 'Contact details' };

export interface ChangePage {
  title: string;
  intro: Part;
  action: string;
  fields?: Html | undefined;
  submit: string;
  submitTone?: 'danger' | undefined;
  notice?: Banner | undefined;
  askForCode: AskedCode;
  problems: readonly Problem[];
}

/** A page that changes one thing: its fields, then those by which the person proves who they are. */
export const changePage = (visit: Shown, p: ChangePage): Html =>
  accountPage(visit, {
    section: 'contact',
    title: p.title,
    intro: p.intro,
    back,
    notice: p.notice,
    problems: p.problems,
    body: form({
      action: p.action,
      csrf: visit.csrf,
      body: html`${p.fields}${identityFields({ email: visit.account.email, askForCode: p.askForCode, problems: p.problems })}`,
      submit: p.submit,
      submitTone: p.submitTone,
    }),
  });
