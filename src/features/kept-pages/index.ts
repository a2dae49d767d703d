// Kept pages: the page that answers a form, for the browser that sent it, until it has come to an address where it can be
// loaded again without sending anything. Any node may be asked for it, so it is in the database, sealed.
//   kept-page.ts          what is kept, and by what it opens
//   keep-page.ts          keeps one for each address in a browser, and so many for each network
//   open-kept-page.ts     finds it, and opens it for whoever has the key
//   forget-kept-page.ts   removes those of a browser, and those whose time is over
// When that is done, and what the browser is told, is in entrypoints/pages/refusals/refused-form.ts.
export { forgetKeptPages, sweepKeptPages } from './forget-kept-page.ts';
export { keepPage } from './keep-page.ts';
export { KEPT_FOR, type KeptPage, type KeptPagesDeps } from './kept-page.ts';
export { migrations } from './kept-pages.migrations.ts';
export { findKeptPage, openKeptPage } from './open-kept-page.ts';
