import { type Html, html, type Part } from './html.ts';
import { type IconName, icon } from './icon.ts';

export type BannerTone = 'success' | 'warning' | 'problem' | 'note';

export interface BannerContent {
  tone: BannerTone;
  title?: string | undefined;
  text: Part;
}

const ICONS: Record<BannerTone, IconName> = {
  success: 'circle-check',
  warning: 'triangle-alert',
  problem: 'circle-alert',
  note: 'info',
};

/** Something that the person should know before going on: an icon, and words that stand without it. */
export const banner = ({ tone, title, text }: BannerContent): Html => html`
  <div class="banner banner-${tone}"${tone === 'problem' ? html` role="alert"` : html` role="status"`}>
    ${icon(ICONS[tone])}
    <div>${title && html`<p class="banner-title">${title}</p>`}<p>${text}</p></div>
  </div>`;
