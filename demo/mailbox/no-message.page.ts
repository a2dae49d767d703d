import { type Html, html, linkButton } from '../../src/ui/index.ts';
import { demoPage } from '../pages/layout.ts';

export const noMessagePage = (): Html =>
  demoPage({
    title: 'There is nothing here',
    intro: 'The mailbox keeps the newest 500 messages; this one may have made room for others.',
    body: html`<div class="buttons">${linkButton({ href: '/', text: 'All mail' })}</div>`,
  });
