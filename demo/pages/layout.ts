import { readFileSync } from 'node:fs';
import {
  type Asset,
  assets,
  type Banner,
  banner,
  brandAsset,
  type Html,
  hashedAsset,
  html,
  htmlDocument,
  icon,
  type Link,
  type Part,
  type Problem,
  problemSummary,
  safeHref,
} from '../../src/ui/index.ts';

/** What tells one site of the demo from another. */
export interface SiteLook {
  name: string;
  product?: string | undefined;
  /** The accent of the whole site: it must carry white text in light mode, near-black text in dark mode. */
  color: { light: string; dark: string };
}

export interface SitePage {
  title: string;
  intro?: Part;
  /** The front page: a large heading, and under it what to do. */
  hero?: { actions: Html } | undefined;
  back?: Link | undefined;
  /** At the right end of the band: who is signed in, and the way out. */
  user?: { name: string; actions?: Html | undefined } | undefined;
  notice?: Banner | undefined;
  problems?: readonly Problem[] | undefined;
  refresh?: { seconds: number; href?: string | undefined } | undefined;
  body: Part;
  /** What stands at the foot beside the name. */
  footer?: Part;
}

const siteStyle = hashedAsset(
  'site.css',
  'text/css; charset=utf-8',
  readFileSync(new URL('site.css', import.meta.url), 'utf8'),
);

const colorStyle = ({ color }: SiteLook): Asset =>
  brandAsset({
    brand: {
      colors: {
        accent: color.light,
        accentText: '#ffffff',
        darkAccent: color.dark,
        darkAccentText: '#10131c',
      },
    },
    services: [],
  });

/** For the browser's tab: five sites are open side by side. */
const tabIcon = ({ color }: SiteLook): Asset =>
  hashedAsset(
    'site.svg',
    'image/svg+xml',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${color.light}"/><path fill="none" stroke="#ffffff" stroke-width="3" d="M9 11h14M9 16h14M9 21h9"/></svg>`,
  );

/** Everything that a site serves under /assets/. */
export const siteAssets = (look: SiteLook): Asset[] => [
  ...assets,
  colorStyle(look),
  siteStyle,
  tabIcon(look),
];

/** A page of a pretend service: a band in its own colour, and a wide column, so that one sees whose site it is. */
export const servicePage = (look: SiteLook, p: SitePage): Html =>
  sitePage(look, { footer: 'A pretend service of the Master Account demo', ...p });

/** The demo's own site, which belongs to no service: the mailbox, the start page. */
export const demoLook: SiteLook = {
  name: 'Master Account demo',
  color: { light: '#3a4252', dark: '#b6bfce' },
};

/** A page of it. */
export const demoPage = (p: SitePage): Html => sitePage(demoLook, p);

const sitePage = (look: SiteLook, p: SitePage): Html =>
  htmlDocument({
    title: `${p.title} · ${look.name}`,
    stylesheets: [colorStyle(look).path, siteStyle.path],
    script: true,
    icon: tabIcon(look).path,
    refresh: p.refresh,
    body: html`
  ${band(look, p.user)}
  <main id="main" class="site-main">
    ${p.back && html`<p class="back"><a href="${safeHref(p.back.href)}">${icon('arrow-left')}${p.back.text}</a></p>`}
    ${problemSummary(p.problems)}
    ${p.notice && banner(p.notice)}
    <div class="${p.hero ? 'site-hero' : 'site-heading'}">
      <h1>${p.title}</h1>
      ${p.intro && html`<p class="intro">${p.intro}</p>`}
      ${p.hero && html`<div class="buttons">${p.hero.actions}</div>`}
    </div>
    ${p.body}
  </main>
  <footer class="site-footer"><div class="site-footer-inner"><p>${look.name}</p>${p.footer && html`<p>${p.footer}</p>`}</div></footer>`,
  });

const band = ({ name, product }: SiteLook, user: SitePage['user']): Html => html`
  <header class="site-band"><div class="site-band-inner">
    <a class="site-name" href="/">${name}${product && html`<span class="site-product">${product}</span>`}</a>
    ${user && html`<div class="site-user"><span>${user.name}</span>${user.actions}</div>`}
  </div></header>`;
