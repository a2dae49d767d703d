import { changeNames, type NameProblem, nameProblems } from '../../../../features/contact-details/index.ts';
import type { Problem } from '../../../../ui/index.ts';
import { contactProblemText, nameFields } from '../../contact-details/contact-fields.page.ts';
import { changerOf } from '../changer.ts';
import { confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { changePage } from './change.page.ts';
import { done } from './place.ts';

export const namesPages = (deps: AccountPagesDeps): Page[] => [
  {
    path: '/names',
    show: (visit) => pageOf(visit, namesOf(visit), []),
    keeps: ['firstName', 'lastName'],
    async submit(visit, form) {
      const typed = { firstName: form['firstName'] ?? '', lastName: form['lastName'] ?? '' };
      const again = (problems: Problem[]) => ({
        again: pageOf(visit, typed, problems),
        status: 422 as const,
      });
      const wrong = nameProblems(typed);
      if (wrong.length > 0) return again(inWords(wrong));
      const confirmed = await confirmIdentity(deps, visit, form, 'password');
      if (!confirmed.ok) return again(confirmed.error);
      const changed = await changeNames(deps, changerOf(visit), typed);
      if (changed.ok) return done(changed.value === 'same' ? 'names-same' : 'names');
      return changed.error === 'session-over' ? 'session-over' : again(inWords(changed.error));
    },
  },
];

const namesOf = ({ account, typedBefore: typed }: Visit) => ({
  firstName: typed['firstName'] ?? account.firstName,
  lastName: typed['lastName'] ?? account.lastName,
});

const inWords = (problems: readonly NameProblem[]): Problem[] =>
  problems.map(({ field, fault }) => ({ field, message: contactProblemText(field, fault) }));

const pageOf = (
  visit: Visit,
  { firstName, lastName }: { firstName: string; lastName: string },
  problems: readonly Problem[],
) =>
  changePage(visit, {
    title: 'Change your name',
    intro: 'Services that you open from here are told it too.',
    action: '/account/contact/names',
    fields: nameFields({ firstName, lastName, problems }),
    submit: 'Change the name',
    askForCode: false,
    problems,
  });
