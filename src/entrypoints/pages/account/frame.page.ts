import { type Html, html, type PageContent, type Problem, page } from '../../../ui/index.ts';
import { standingBanners } from '../standing.page.ts';
import type { Visit } from './visit.ts';

/** What the navigation shows; the sections themselves are listed in `index.ts`. */
export interface NavigationItem {
  name: string;
  title: string;
}

export const navigation: readonly NavigationItem[] = [
  { name: 'contact', title: 'Contact details' },
  { name: 'authentication', title: 'Authentication' },
  { name: 'questions', title: 'Security questions' },
  { name: 'links', title: 'Account Linking' },
  { name: 'sessions', title: 'Sessions' },
  { name: 'activity', title: 'Activity' },
  { name: 'my-data', title: 'My data' },
];

/** The frame of every page of Manage My Account: navigation on the left, the work beside it. */
export const accountPage = (
  { shell, csrf, standing }: Pick<Visit, 'shell'> & Partial<Pick<Visit, 'csrf' | 'standing'>>,
  { section, ...content }: Omit<PageContent, 'wide' | 'panel'> & { section: string },
): Html =>
  page(shell, {
    ...content,
    problems: [...lostForm(standing), ...(content.problems ?? [])],
    title: `${content.title} · Manage My Account`,
    heading: content.heading ?? content.title,
    body: html`${standing && standingBanners({ ...standing, csrf, section })}${content.body}`,
    navigation: {
      label: 'Manage My Account',
      items: navigation.map(({ name, title }) => ({
        href: `/account/${name}`,
        text: title,
        current: name === section,
      })),
    },
  });

/** The form that was posted here came when there was no session any more. */
function* lostForm({ lost }: Partial<Visit['standing']> = {}): Generator<Problem> {
  if (!lost) return;
  const why =
    lost.because === 'session-over'
      ? 'Your session had ended'
      : 'Your second factor had to be asked for first';
  const typed =
    Object.keys(lost.fields).length > 0 ? ' What you typed is here again, without passwords and codes.' : '';
  yield { message: `${why}, so nothing was changed.${typed}` };
}
