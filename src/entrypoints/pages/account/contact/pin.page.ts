import {
  copyable,
  field,
  type Html,
  html,
  linkButton,
  linkList,
  type Problem,
} from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import { back, changePage, type Shown } from './change.page.ts';

export const pinPage = (visit: Shown, p: { pin: string; problems: readonly Problem[] }): Html =>
  changePage(visit, {
    title: 'Change your support PIN',
    intro: 'Customer Care asks for it on the phone before changing anything or giving out data.',
    action: '/account/contact/pin',
    // No `maxlength`: what is too long must be said to be, not be cut without a word.
    fields: field({
      label: 'New support PIN',
      name: 'pin',
      inputmode: 'numeric',
      autocomplete: 'off',
      value: p.pin,
      hint: 'Digits only, 4 to 10 of them.',
      problems: p.problems,
      required: true,
      look: 'short',
    }),
    submit: 'Change the PIN',
    askForCode: false,
    problems: p.problems,
  });

export const askToShowPage = (visit: Shown, p: { problems: readonly Problem[] }): Html =>
  changePage(visit, {
    title: 'Show your support PIN',
    intro: 'Make sure that nobody looks over your shoulder. That it was shown is kept in your activity.',
    action: '/account/contact/pin/show',
    submit: 'Show the PIN',
    askForCode: false,
    problems: p.problems,
  });

export const shownPinPage = (visit: Shown, { pin }: { pin: string }): Html =>
  accountPage(visit, {
    section: 'contact',
    title: 'Your support PIN',
    intro: 'Say it to Customer Care when they ask for it on the phone, and to nobody else.',
    back,
    body: html`
      ${copyable({ label: 'Support PIN', text: pin, look: 'token' })}
      <div class="buttons">${linkButton({ href: '/account/contact', text: 'Done' })}</div>
      ${linkList([{ href: '/account/contact/pin', text: 'Change the PIN' }])}`,
  });
