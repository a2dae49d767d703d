import { type Clock, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/sealing/index.ts';
import { normaliseName } from '../accounts/index.ts';
import { bringNewWords } from '../passwords/index.ts';
import { normalisePhone } from '../phones/index.ts';
import { checkPinForm } from '../pins/index.ts';
import { type Registration, updateOpenRegistration } from './registration.queries.ts';
import { pinContext } from './registration.ts';

interface Deps {
  db: Db;
  clock: Clock;
  sealing: Pick<Sealing, 'seal'>;
}

/** As typed. */
export interface ContactForm {
  firstName: string;
  lastName: string;
  /** May be empty. */
  phone: string;
  pin: string;
}

export interface ContactProblem {
  field: keyof ContactForm;
  fault: 'name-missing' | 'name-too-long' | 'phone-form' | 'phone-impossible' | 'pin-form';
}

/**
 * Keeps names, phone and PIN, or tells everything that is wrong with them. A password that was chosen under other names
 * has to be chosen again: it may be made of the new ones, and is kept as a hash only, so that nobody can tell.
 * @returns `ended` where the registration has been completed or has expired meanwhile
 */
export async function saveContact(
  { db, clock, sealing }: Deps,
  registration: Pick<Registration, 'id' | 'firstName' | 'lastName'>,
  form: ContactForm,
): Promise<Result<void, ContactProblem[] | 'ended'>> {
  const firstName = normaliseName(form.firstName);
  const lastName = normaliseName(form.lastName);
  const phone = form.phone.trim() === '' ? ok(null) : normalisePhone(form.phone);
  const pin = checkPinForm(form.pin);
  if (!firstName.ok || !lastName.ok || !phone.ok || !pin.ok) {
    return refuse(problemsOf({ firstName, lastName, phone, pin }));
  }
  const { id } = registration;
  const names = { firstName: firstName.value, lastName: lastName.value };
  const saved = await updateOpenRegistration(
    db,
    { id, now: clock.now() },
    {
      ...names,
      phone: phone.value,
      sealedPin: sealing.seal(pin.value, pinContext(id)),
      contactAt: clock.now(),
      ...(bringNewWords(registration, names) && NO_PASSWORD),
    },
  );
  return saved ? ok(undefined) : refuse('ended');
}

/** What is chosen of its expiration stays. */
const NO_PASSWORD = { passwordHash: null, passwordSetAt: null };

type Checked = Record<keyof ContactForm, Result<unknown, ContactProblem['fault']>>;

const problemsOf = (checked: Checked): ContactProblem[] =>
  (Object.keys(checked) as (keyof ContactForm)[]).flatMap((field) => {
    const result = checked[field];
    return result.ok ? [] : [{ field, fault: result.error }];
  });
