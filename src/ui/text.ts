import { type Instant, inWords, type Precision } from '../kernel/index.ts';
import { type Html, html, type Part, safeHref } from './html.ts';
import { icon } from './icon.ts';
import type { Link } from './shell.ts';

/** Paragraphs of running text. */
export const textBlock = (...paragraphs: readonly Part[]): Html =>
  html`<div class="text">${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}</div>`;

/** Words that stand on one line, hyphen or not. */
export const unbroken = (text: string): Html => html`<span class="unbroken">${text}</span>`;

/** An IP address, on one line; the longer ones of IPv6 may be broken, between their groups only. */
export const networkAddress = (address: string): Html =>
  address.includes(':')
    ? html`${address.split(/(?<=:)(?!:)/).map((group, index) => html`${index > 0 && html`<wbr>`}${group}`)}`
    : unbroken(address);

export const link = ({ href, text }: Link): Html => html`<a href="${safeHref(href)}">${text}</a>`;

/** What else one can do from here: under the form, quiet. */
export const linkList = (links: readonly (Link | Html)[]): Html =>
  html`<ul class="link-list">${links.map((item) => html`<li>${'isEscaped' in item ? item : link(item)}</li>`)}</ul>`;

/** Several things that belong together, under a heading of their own. */
export const part = (heading: string, body: Part): Html =>
  html`<section class="part"><h2>${heading}</h2>${body}</section>`;

/** Facts, each under its name. */
export const definitionList = (facts: readonly { term: string; detail: Part }[]): Html => html`
  <dl class="facts">${facts.map(({ term, detail }) => html`<div><dt>${term}</dt><dd>${detail}</dd></div>`)}</dl>`;

/** Something that most people need not read. A link to its id unfolds it. */
export const details = (d: {
  summary: string;
  body: Part;
  open?: boolean | undefined;
  id?: string | undefined;
}): Html => html`
  <details class="details"${d.open && html` open`}>
    <summary>${d.summary}</summary>
    <div class="details-body"${d.id && html` id="${d.id}"`}>${d.body}</div>
  </details>`;

/** Nothing here yet: one sentence, one action. */
export const emptyState = (e: { text: string; action?: Html | undefined }): Html =>
  html`<div class="empty"><p>${e.text}</p>${e.action}</div>`;

/** Words to be copied whole, with a button where the browser can do it. */
export const copyable = (c: { label: string; text: string; look?: 'token' | undefined }): Html => html`
  <div class="copyable">
    <div><span class="copyable-label">${c.label}</span>
    <span class="copyable-text${c.look === 'token' && ' code-text'}">${c.text}</span></div>
    <button type="button" class="button button-quiet" data-copy="${c.text}" hidden>${icon('copy')}<span>Copy</span><span
      class="visually-hidden"> ${c.label}</span></button>
  </div>`;

/** Facts to be passed on, to be copied all at once; without the button they can still be selected. */
export const copyableFacts = (c: {
  label: string;
  facts: readonly { term: string; detail: string }[];
}): Html => html`
  <div class="copyable copyable-facts">
    ${definitionList(c.facts)}
    <button type="button" class="button button-quiet" data-copy="${c.facts
      .map(({ term, detail }) => `${term}: ${detail}`)
      .join(
        '\n',
      )}" hidden>${icon('copy')}<span>Copy</span><span class="visually-hidden"> ${c.label}</span></button>
  </div>`;

/** A token, code or PIN inside running text: even digits, never broken over two lines. */
export const codeText = (text: string): Html => html`<code class="code-text">${text}</code>`;

/**
 * An instant, in UTC with the zone named; the client script turns it into the reader's own time zone and names
 * that. Down to the second where `precise`.
 */
export const dateTime = (instant: Instant, precise: Precision = 'minute'): Html =>
  html`<time datetime="${new Date(instant).toISOString()}" data-local="${precise}">${dateTimeText(instant, precise)}</time>`;

/**
 * The time of an instant to the second, in UTC with the zone named; with the date where it was on another day. The
 * client script turns it into the reader's own time zone.
 */
export function clockTime(instant: Instant, now: Instant): Html {
  const full = dateTimeText(instant, 'second');
  const [day, time] = full.split(', ');
  const text = dateTimeText(now, 'second').startsWith(`${day}, `) ? time : full;
  return html`<time datetime="${new Date(instant).toISOString()}" data-local="clock">${text}</time>`;
}

/** The same in words alone, for where there is no markup: `24 November 2026, 16:05 UTC`. */
export const dateTimeText = (instant: Instant, precise: Precision = 'minute'): string =>
  inWords(instant, precise).replace(' at ', ', ');
