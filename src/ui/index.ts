// The look: pure functions that turn values into escaped markup, and the files that the browser loads beside it.
//
//   page            a whole document: header, information panel, heading, body, footer
//   form, field …   parts that go into its body; each takes all problems of the page and shows its own
//   assets          stylesheet, client scripts and type, with content hashes in their names
//   brandStyle      the brand's and the services' colours, from the configuration
//
// The look itself is in style/*.css; the scripts in client/*.js only add comfort.
export { appearsAfter } from './appears.ts';
export { type Asset, assets, hashedAsset } from './assets.ts';
export { type BannerContent as Banner, type BannerTone, banner } from './banner.ts';
export { type BrandStyle, brandAsset, brandStyle, serviceClass } from './brand-style.ts';
export { type Checkbox, type Choice, checkbox, radios, select } from './choices.ts';
export { type Contact, contact, contactText } from './contact.ts';
export { type BrandColors, checkBrandContrast, contrastRatio } from './contrast.ts';
export { countdown, durationText } from './countdown.ts';
export { type Field, field } from './field.ts';
export {
  type Button,
  type ButtonTone,
  button,
  type Form,
  form,
  hiddenField,
  linkButton,
  postButton,
} from './form.ts';
export { type Html, html, type Part, safeHref, trusted } from './html.ts';
export { type HtmlDocument, htmlDocument } from './html-document.ts';
export { type IconName, icon } from './icon.ts';
export { identity, usernameForPasswordManagers } from './identity.ts';
export { page } from './layout.ts';
export { lumenMark } from './mark.ts';
export { type PasskeyForm, passkeyForm, passkeyInstead, passkeyMissing } from './passkey.ts';
export { type ChecklistItem, type PasswordField, passwordField } from './password-field.ts';
export { fieldId, problemSummary } from './problem-summary.ts';
export { type QrCode, qrCode } from './qr-code.ts';
export { recoveryCodes } from './recovery-codes.ts';
export { type ServiceListItem, serviceList } from './service-list.ts';
export type { Brand, Link, PageContent, Panel, Problem, Shell } from './shell.ts';
export { table } from './table.ts';
export {
  clockTime,
  codeText,
  copyable,
  copyableFacts,
  dateTime,
  dateTimeText,
  definitionList,
  details,
  emptyState,
  link,
  linkList,
  networkAddress,
  part,
  textBlock,
  unbroken,
} from './text.ts';
export { type TimelineItem, timeline } from './timeline.ts';
