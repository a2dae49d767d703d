// The look of the demo's sites, from the same parts as Master Account's own pages (src/ui).
//   layout.ts   the page around everything: servicePage, demoPage, and the files they load
//   parts.ts    what only these sites show: features, boxes, code, a message's body
export { demoLook, demoPage, type SiteLook, type SitePage, servicePage, siteAssets } from './layout.ts';
export { boxes, codeBlock, features, messageFrame, messageText, searchForm } from './parts.ts';
