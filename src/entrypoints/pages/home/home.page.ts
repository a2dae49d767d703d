import { type Html, html, linkList, page, type Shell, serviceList } from '../../../ui/index.ts';

export interface HomeService {
  name: string;
  product?: string | undefined;
  signOnUrl: string;
  serviceClass: string;
}

export const homePage = (shell: Shell, services: readonly HomeService[]): Html =>
  page(shell, {
    title: `Your ${shell.brand.name} account`,
    heading: 'Choose where to go',
    intro: `One account, one password for all services of ${shell.brand.name}. Open a service to sign in or to make your account.`,
    body: html`
      ${serviceList(
        services.map(({ name, product, signOnUrl, serviceClass }) => ({
          name,
          note: product,
          href: signOnUrl,
          serviceClass,
        })),
      )}
      ${linkList([{ href: '/help', text: 'Help with signing in' }])}`,
  });
