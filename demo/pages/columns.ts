import { type Html, html, type Part } from '../../src/ui/index.ts';

/** What a service offers, in three columns. */
export const features = (items: readonly { name: string; sentence: string }[]): Html => html`
  <div class="site-columns site-features">${items.map(
    ({ name, sentence }) => html`<div><h2>${name}</h2><p>${sentence}</p></div>`,
  )}</div>`;

/** Boxes of equal rank, side by side where there is room. */
export const boxes = (items: readonly { title: string; body: Part }[]): Html => html`
  <div class="site-columns site-columns-two">${items.map(
    ({ title, body }) => html`<section class="site-box"><h2>${title}</h2>${body}</section>`,
  )}</div>`;
