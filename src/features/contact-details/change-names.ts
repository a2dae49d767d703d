import { ok, type Result, refuse } from '../../kernel/index.ts';
import { normaliseName, setNames } from '../accounts/index.ts';
import { type Changer, recordChange } from '../notices/index.ts';
import { changeInSession } from '../sessions/index.ts';
import type { ContactDetailsDeps } from './contact-details.ts';

/** As typed. */
export interface NamesForm {
  firstName: string;
  lastName: string;
}

export interface NameProblem {
  field: keyof NamesForm;
  fault: 'name-missing' | 'name-too-long';
}

/** Everything that is wrong with the names; nothing is changed. */
export function nameProblems(form: NamesForm): NameProblem[] {
  return (['firstName', 'lastName'] as const).flatMap((field) => {
    const name = normaliseName(form[field]);
    return name.ok ? [] : [{ field, fault: name.error }];
  });
}

/** Changes the names of a person, and tells them. @returns `same`: nothing was to be changed */
export async function changeNames(
  deps: ContactDetailsDeps,
  changer: Changer,
  form: NamesForm,
): Promise<Result<'changed' | 'same', NameProblem[] | 'session-over'>> {
  const firstName = normaliseName(form.firstName);
  const lastName = normaliseName(form.lastName);
  if (!firstName.ok || !lastName.ok) return refuse(nameProblems(form));
  const names = { firstName: firstName.value, lastName: lastName.value };
  const { account } = changer;
  if (names.firstName === account.firstName && names.lastName === account.lastName) return ok('same');
  return changeInSession(deps, changer, async (trx) => {
    await setNames(trx, account.id, names);
    const detail = `From ${account.firstName} ${account.lastName} to ${names.firstName} ${names.lastName}`;
    const recorded = { event: 'names-changed', change: 'name-changed', detail } as const;
    await recordChange({ ...deps, db: trx }, changer, recorded);
    return 'changed' as const;
  });
}
