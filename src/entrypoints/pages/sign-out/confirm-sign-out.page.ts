import { form, type Html, hiddenField, html, linkList, page, type Shell } from '../../../ui/index.ts';

export interface ConfirmSignOutPage {
  shell: Shell;
  csrf: string;
  /** What the service sent along; checked once more when the form comes back. */
  params: object;
  /** Where the person comes from, and stays signed in. */
  service: { name: string; url: string } | undefined;
}

export const confirmSignOutPage = ({ shell, csrf, params, service }: ConfirmSignOutPage): Html =>
  page(shell, {
    title: 'Sign out',
    heading: 'Sign out everywhere?',
    intro: `This signs you out of your ${shell.brand.name} account in this browser, and of every service that you opened with it.`,
    body: html`
      ${form({
        action: '/sign-out/confirm',
        csrf,
        body: html`${Object.entries(params).map(([name, value]) => hiddenField(name, String(value)))}`,
        submit: 'Sign out',
      })}
      ${linkList([service ? { href: service.url, text: `Stay signed in and go back to ${service.name}` } : { href: '/', text: 'Stay signed in' }])}`,
  });
