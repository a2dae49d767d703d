import { dateTime, definitionList, form, type Html, html, type Problem } from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import { identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';
import type { SessionRow } from './sessions.page.ts';

interface EndPage {
  /** Those that will end. */
  ending: readonly SessionRow[];
  problems: readonly Problem[];
}

export const endPage = (visit: Confirming, { ending: [session], problems }: EndPage): Html =>
  confirmation(visit, {
    title: 'End this session?',
    intro: 'That browser is signed out, and every service that was opened in it.',
    facts: session ? [['Browser', session.browser], ...whereOf(session)] : [],
    action: `/account/sessions/${session?.uid}/end`,
    submit: 'End the session',
    problems,
  });

export const endOthersPage = (visit: Confirming, { ending, problems }: EndPage): Html =>
  confirmation(visit, {
    title: 'End all other sessions?',
    intro:
      'These browsers are signed out, and every service that was opened in them. You stay signed in here.',
    facts: ending.map((session) => [session.browser, html`since ${dateTime(session.createdAt)}`]),
    action: '/account/sessions/end-others',
    submit: 'End all other sessions',
    problems,
  });

type Confirming = Pick<Visit, 'shell' | 'csrf' | 'account'>;
type Facts = readonly (readonly [term: string, detail: string | Html])[];

const whereOf = ({ address, createdAt, lastSeenAt }: SessionRow): Facts => [
  ['From', address ?? 'not known'],
  ['Since', dateTime(createdAt)],
  ['Last seen', dateTime(lastSeenAt)],
];

/** What ends, in words, before the button that ends it. */
const confirmation = (
  visit: Confirming,
  p: {
    title: string;
    intro: string;
    facts: Facts;
    action: string;
    submit: string;
    problems: readonly Problem[];
  },
): Html =>
  accountPage(visit, {
    section: 'sessions',
    back: { href: '/account/sessions', text: 'Sessions' },
    title: p.title,
    intro: p.intro,
    problems: p.problems,
    body: html`
      ${definitionList(p.facts.map(([term, detail]) => ({ term, detail })))}
      ${form({
        action: p.action,
        csrf: visit.csrf,
        body: identityFields({ email: visit.account.email, askForCode: false, problems: p.problems }),
        submit: p.submit,
        submitTone: 'danger',
      })}`,
  });
