import { banner } from './banner.ts';
import { type Html, html, safeHref, trusted } from './html.ts';
import { htmlDocument } from './html-document.ts';
import { icon } from './icon.ts';
import { problemSummary } from './problem-summary.ts';
import type { Navigation, PageContent, Panel, Problem, Shell } from './shell.ts';

/** A whole page: one column of work, beside it the information panel. */
export const page = (shell: Shell, p: PageContent): Html => {
  const problems = [...(shell.refusalIsLost ? [NOT_TAKEN] : []), ...(p.problems ?? [])];
  return htmlDocument({
    title: `${problems.length > 0 ? 'Problem: ' : ''}${p.title} · ${shell.brand.name}`,
    stylesheets: shell.brand.stylesheet === undefined ? [] : [shell.brand.stylesheet],
    script: shell.script !== false,
    answersForm: shell.answersForm,
    refresh: p.refresh,
    icon: shell.brand.icon,
    body: html`
  ${header(shell)}
  <main id="main" class="main${p.panel && ' main-with-panel'}${p.navigation && ' main-with-navigation'}${p.wide && ' main-wide'}">
    ${p.panel && informationPanel(p.panel)}
    ${p.navigation && navigationOf(p.navigation)}
    <div class="work">
      ${p.back && html`<p class="back"><a href="${safeHref(p.back.href)}">${icon('arrow-left')}${p.back.text}</a></p>`}
      ${p.progress && progress(p.progress)}
      ${problemSummary(problems)}
      ${p.notice && banner(p.notice)}
      <h1>${p.heading ?? p.title}</h1>
      ${p.intro && html`<p class="intro">${p.intro}</p>`}
      ${p.body}
    </div>
  </main>
  ${footer(shell)}`,
  });
};

const NOT_TAKEN: Problem = {
  message:
    'Your form was not taken, and what has to be put right could not be shown. Send it once more, and the page says it.',
};

const header = ({ brand, signedInAs }: Shell): Html => html`
  <header class="header"><a class="brand" href="/">${trusted(brand.mark)}<span>${brand.name}</span></a>${
    signedInAs !== undefined &&
    html`<nav class="person" aria-label="Your account"><span class="person-name">${signedInAs}</span><a href="/sign-out">Sign out</a></nav>`
  }</header>`;

/** The reference goes along to Help, where it is what finds this page in the logs. */
const footer = ({ reference }: Shell): Html => html`
  <footer class="footer">
    <nav aria-label="Help and privacy"><a href="/help?reference=${encodeURIComponent(reference)}">Help</a><a href="/privacy">Privacy</a></nav>
    <p>Reference <span class="reference">${reference}</span></p>
  </footer>`;

const informationPanel = (panel: Panel): Html => html`
    <aside class="panel ${panel.serviceClass}" aria-label="About this page">
      <p class="panel-service">${panel.service}</p>
      <p>${panel.now}</p>
      <p class="panel-next">${panel.next}</p>
    </aside>`;

/** Below 900 px it folds into a menu, which opens without JavaScript too. */
const navigationOf = ({ label, items }: Navigation): Html => {
  const list = html`<ul class="navigation-list">${items.map(
    ({ href, text, current }) =>
      html`<li><a href="${safeHref(href)}"${current && html` aria-current="page"`}>${text}</a></li>`,
  )}</ul>`;
  return html`
    <nav class="navigation" aria-label="${label}">
      <details class="navigation-menu"><summary>${label}${icon('chevron-down')}</summary>${list}</details>
      <div class="navigation-side"><p class="navigation-label">${label}</p>${list}</div>
    </nav>`;
};

const progress = ({ step, of, name }: NonNullable<PageContent['progress']>): Html => html`
      <div class="progress">
        <p>Step ${step} of ${of}: ${name}</p>
        <div class="progress-bar" aria-hidden="true">${Array.from({ length: of }, (_, index) =>
          index < step ? html`<i class="on"></i>` : html`<i></i>`,
        )}</div>
      </div>`;
