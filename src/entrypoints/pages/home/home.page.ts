import type { Instant } from '../../../kernel/index.ts';
import { type Html, html, linkList, page, type Shell, serviceList } from '../../../ui/index.ts';
import { standingBanners } from '../standing.page.ts';

export interface HomeService {
  name: string;
  product?: string | undefined;
  signOnUrl: string;
  serviceClass: string;
  /** The username that is linked there, for whoever is signed in. */
  linkedAs?: string | undefined;
}

export interface HomePerson {
  name: string;
  email: string;
  passwordEndsAt: Instant | undefined;
  deletionDueAt: Instant | undefined;
}

/** @param person whoever is signed in here */
export const homePage = (
  shell: Shell,
  services: readonly HomeService[],
  person: HomePerson | undefined,
): Html =>
  page(
    { ...shell, signedInAs: person?.name },
    {
      title: `Your ${shell.brand.name} account`,
      heading: 'Choose where to go',
      intro: person
        ? html`You are signed in as <strong>${person.email}</strong>. Services that you have linked open without asking again.`
        : `One account, one password for all services of ${shell.brand.name}. Open a service to sign in or to make your account.`,
      body: html`
      ${person && standingBanners(person)}
      ${serviceList(
        services.map(({ name, product, signOnUrl, serviceClass, linkedAs }) => ({
          name,
          note: noteOf(product, linkedAs),
          href: signOnUrl,
          serviceClass,
        })),
      )}
      ${linkList([
        { href: '/account', text: 'Manage My Account' },
        { href: '/help', text: 'Help with signing in' },
      ])}`,
    },
  );

const noteOf = (product: string | undefined, linkedAs: string | undefined): string | undefined => {
  if (linkedAs === undefined) return product;
  return product === undefined ? `Linked as ${linkedAs}` : `${product}, linked as ${linkedAs}`;
};
