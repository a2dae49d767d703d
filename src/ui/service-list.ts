import { type Html, html, safeHref } from './html.ts';
import { icon } from './icon.ts';

export interface ServiceListItem {
  name: string;
  /** What stands under the name: the product, or how it is linked. */
  note?: string | undefined;
  /** The CSS class that sets `--service`: see `serviceClass`. */
  serviceClass: string;
  href: string;
}

/** The way into each service, with its colour at the edge. */
export const serviceList = (services: readonly ServiceListItem[]): Html => html`
  <ul class="services">${services.map(
    ({ name, note, serviceClass, href }) => html`
    <li class="${serviceClass}"><a href="${safeHref(href)}"><span><strong>${name}</strong>${note && html`<small>${note}</small>`}</span>${icon('arrow-right')}</a></li>`,
  )}</ul>`;
