import { type Html, html, linkButton } from '../../src/ui/index.ts';
import { features } from '../pages/columns.ts';
import { servicePage } from '../pages/layout.ts';
import type { Face } from './service-deps.ts';

/** The service's front door. */
export const homeSignedOutPage = ({ service }: Face): Html =>
  servicePage(service, {
    title: service.tagline,
    intro: 'Sign in with your Master Account: one account for all of Lumen’s services.',
    hero: {
      actions: html`
        ${linkButton({ href: '/sign-in', text: 'Sign in' })}
        ${linkButton({ href: '/sign-in?once=1', text: 'Use another account this once', tone: 'quiet' })}`,
    },
    body: features(service.features),
  });
