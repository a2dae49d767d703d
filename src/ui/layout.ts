import { banner } from './banner.ts';
import { type Html, html, safeHref, trusted } from './html.ts';
import { htmlDocument } from './html-document.ts';
import { icon } from './icon.ts';
import { problemSummary } from './problem-summary.ts';
import type { PageContent, Panel, Shell } from './shell.ts';

/** A whole page: one column of work, beside it the information panel. */
export const page = (shell: Shell, p: PageContent): Html =>
  htmlDocument({
    title: `${p.problems && p.problems.length > 0 ? 'Problem: ' : ''}${p.title} · ${shell.brand.name}`,
    stylesheets: shell.brand.stylesheet === undefined ? [] : [shell.brand.stylesheet],
    script: shell.script !== false,
    answersForm: shell.answersForm,
    refresh: p.refresh,
    icon: shell.brand.icon,
    body: html`
  ${header(shell)}
  <main id="main" class="main${p.panel && ' main-with-panel'}${p.wide && ' main-wide'}">
    ${p.panel && informationPanel(p.panel)}
    <div class="work">
      ${p.back && html`<p class="back"><a href="${safeHref(p.back.href)}">${icon('arrow-left')}${p.back.text}</a></p>`}
      ${p.progress && progress(p.progress)}
      ${problemSummary(p.problems)}
      ${p.notice && banner(p.notice)}
      <h1>${p.heading ?? p.title}</h1>
      ${p.intro && html`<p class="intro">${p.intro}</p>`}
      ${p.body}
    </div>
  </main>
  ${footer(shell)}`,
  });

const header = ({ brand }: Shell): Html => html`
  <header class="header"><a class="brand" href="/">${trusted(brand.mark)}<span>${brand.name}</span></a></header>`;

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

const progress = ({ step, of, name }: NonNullable<PageContent['progress']>): Html => html`
      <div class="progress">
        <p>Step ${step} of ${of}: ${name}</p>
        <div class="progress-bar" aria-hidden="true">${Array.from({ length: of }, (_, index) =>
          index < step ? html`<i class="on"></i>` : html`<i></i>`,
        )}</div>
      </div>`;
