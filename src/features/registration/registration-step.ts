import type { Registration } from './registration.queries.ts';

/** The steps of the wizard, in order. */
export const registrationSteps = [
  'contact',
  'password',
  'second-factor',
  'questions',
  'verify-email',
  'done',
] as const;
export type RegistrationStep = (typeof registrationSteps)[number];

type Progress = Pick<
  Registration,
  'contactAt' | 'passwordSetAt' | 'secondFactor' | 'questions' | 'completedAt'
>;

/** The step where a registration is: the first one that is not done yet. */
export function registrationStep(registration: Progress): RegistrationStep {
  if (registration.completedAt !== null) return 'done';
  if (registration.contactAt === null) return 'contact';
  if (registration.passwordSetAt === null) return 'password';
  if (registration.secondFactor === null) return 'second-factor';
  if (registration.questions === null) return 'questions';
  return 'verify-email';
}

/** Whether a step may be shown or submitted now: the present one, or on the way back one before it. */
export function mayVisit(step: RegistrationStep, registration: Progress): boolean {
  const present = registrationStep(registration);
  if (present === 'done' || step === 'done') return step === present;
  return registrationSteps.indexOf(step) <= registrationSteps.indexOf(present);
}
