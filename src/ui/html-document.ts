import { assetPath } from './assets.ts';
import { type Html, html, safeHref } from './html.ts';

export interface HtmlDocument {
  title: string;
  /** Loaded after the common one, in this order. */
  stylesheets: readonly string[];
  /** `false` leaves the client scripts out. */
  script: boolean;
  /** Lets a client script make going back to the page a plain visit, where it answers a form. */
  answersForm?: boolean | undefined;
  refresh?: { seconds: number; href?: string | undefined } | undefined;
  /** Address of the picture in the browser's tab; the demo brand's mark where there is none. */
  icon?: string | undefined;
  body: Html;
}

/** The outermost frame of every page, ours and the demo's: head and body. */
export const htmlDocument = (d: HtmlDocument): Html => html`<!doctype html>
<html lang="en"${d.answersForm && html` data-answers-form`}>
<head>
  <meta charset="utf-8">
  <title>${d.title}</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  ${d.refresh && html`<meta http-equiv="refresh" content="${refreshText(d.refresh)}">`}
  <link rel="icon" href="${d.icon ?? assetPath('icon.svg')}" type="image/svg+xml">
  <link rel="preload" href="${assetPath('inter-latin.woff2')}" as="font" type="font/woff2" crossorigin>
  ${[assetPath('style.css'), ...d.stylesheets].map((href) => html`<link rel="stylesheet" href="${href}">`)}
  ${d.script && html`<script type="module" src="${assetPath('page.js')}"></script>`}
</head>
<body>
  <a class="skip" href="#main">Skip to the content</a>
  ${d.body}
</body>
</html>
`;

const refreshText = ({ seconds, href }: NonNullable<HtmlDocument['refresh']>): string =>
  href === undefined ? `${seconds}` : `${seconds}; url=${safeHref(href)}`;
