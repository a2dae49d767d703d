import type {
  ActRefusal,
  Call,
  CareDeps,
  CustomerDetails,
  FoundCustomer,
  PinRefusal,
  ResetFactorRefusal,
  ReturnEmailRefusal,
} from '../../features/care/index.ts';
import { formatPhone } from '../../features/phones/index.ts';
import { timeOf } from './message-text.ts';
import { plain } from './text-table.ts';

export function callRefused(fault: 'email' | 'agent' | 'reason'): string {
  switch (fault) {
    case 'email':
      return 'That is no email address.';
    case 'agent':
      return '--agent is your name as the team knows you: letters, digits, and . _ - @ between them, such as grace.hopper.';
    case 'reason':
      return '--reason says why, in 3 to 300 characters, such as --reason "ticket 4711: lost phone".';
  }
}

export function actRefused(refusal: ActRefusal, { email }: Call): string {
  switch (refusal) {
    case 'not-found':
      return `Nobody has the address ${email} for whom this can be done.`;
    case 'no-pin':
      return `Ask for the PIN first: care check-pin ${email}. A yes counts for 15 minutes, for the agent who asked.`;
  }
}

const SECRET_IN_REASON = '--reason holds what the caller has said. Leave it out: the reason is kept.';

export function pinRefused(refusal: PinRefusal, call: Call): string {
  switch (refusal.reason) {
    case 'not-found':
      return `Nobody has the address ${call.email}, and no registration of it is under way.`;
    case 'secret-in-reason':
      return SECRET_IN_REASON;
    case 'too-many-tries':
      return `Five wrong PINs were said within a day. The next one is compared from ${timeOf(refusal.retryAt)} (UTC) on.`;
  }
}

export function answersRefused(refusal: ResetFactorRefusal | ReturnEmailRefusal, call: Call): string {
  switch (refusal.reason) {
    case 'no-second-factor':
      return `${call.email} has no second factor to reset.`;
    case 'not-undone':
      return `No change of ${call.email} to that address was undone in the last 30 days; or its password was reset since, by somebody who knew the answers. Nothing was changed.`;
    case 'address-taken':
      return 'That address has an account of its own by now. The caller signs in to it and deletes it, or changes its address; then it can be given back.';
    case 'no-questions':
      return `${call.email} has no security questions to be asked, so this cannot be done.`;
    case 'changed-lately':
      return `PIN or security questions of ${call.email} were changed within the last 72 hours: until then they do not take the place of what the caller has lost. A recovery code, or a passkey, still counts as second factor.`;
    case 'missing-answers':
      return 'All three answers are needed: nothing was compared.';
    case 'wrong-answers':
      return 'Not all answers are right. Nothing was changed.';
    case 'secret-in-reason':
      return SECRET_IN_REASON;
    case 'too-many-tries':
      return `Too many wrong answers. The next ones are compared from ${timeOf(refusal.retryAt)} (UTC) on.`;
    default:
      return actRefused(refusal.reason, call);
  }
}

export function linkRefused(
  refusal: ActRefusal | 'no-link' | 'no-service' | 'not-proven' | 'already-linked',
  { call, serviceId }: { call: Call; serviceId: string },
): string {
  switch (refusal) {
    case 'no-link':
      return `${call.email} has no link to ${serviceId}.`;
    case 'no-service':
      return `There is no service ${serviceId}.`;
    case 'already-linked':
      return `${call.email} is linked to ${serviceId} already. If the caller wants another one, remove that link first.`;
    case 'not-proven':
      return `The caller has not proven a service account of ${serviceId} that is somebody else’s within the last 30 minutes. Ask them to link it now, on our page: it says that the account is linked to somebody else. Then move it.`;
    default:
      return actRefused(refusal, call);
  }
}

type Naming = Pick<CareDeps, 'services'>;

export function foundText(
  found: FoundCustomer,
  { call: { email }, services }: Naming & { call: Call },
): string {
  if (found.kind === 'registration') {
    const { createdAt, expiresAt, tokenSentAt, others } = found;
    return linesOf([
      ['Address', email],
      ['Customer', 'in the middle of registering'],
      ['Begun', timeOf(createdAt)],
      ['Token sent', tokenSentAt === null ? 'not yet' : timeOf(tokenSentAt)],
      ['Ends', timeOf(expiresAt)],
      ...(others === 0
        ? []
        : [['Others', `${others} of the same address: the PIN tells which is the caller’s`] as const]),
    ]);
  }
  return linesOf([
    ['Address', email],
    ['Customer', found.active ? 'has an account' : 'has an account, which is disabled or deleted'],
    ['Since', timeOf(found.createdAt)],
    ...(found.details ? detailLines(found.details, { services }) : []),
    ...(found.details || !found.active ? [] : [['Next', 'ask for the PIN: care check-pin'] as const]),
  ]);
}

type Line = readonly [label: string, value: string];

function detailLines(details: CustomerDetails, naming: Naming): Line[] {
  const { name, phone, phoneVerified, toBeDeletedAt, links, contested, mayActUntil } = details;
  return [
    ['Name', name],
    ['Phone', phone === null ? 'none' : `${formatPhone(phone)}${phoneVerified ? '' : ' (not verified)'}`],
    ['Factor', factorText(details)],
    ['Questions', details.hasQuestions ? 'three' : 'none'],
    ...(details.emailUndone
      ? [['Undone', 'a change of the address, lately: if that was not the caller, return-email'] as const]
      : []),
    ...(toBeDeletedAt === undefined ? [] : [['Deletion', timeOf(toBeDeletedAt)] as const]),
    ...links.map(
      ({ serviceId, username, createdAt }): Line => [
        'Link',
        `${serviceText(serviceId, naming)}, as ${username}, since ${timeOf(createdAt)}`,
      ],
    ),
    ...contested.map(
      ({ serviceId, username, provenAt }): Line => [
        'Proven',
        `${serviceText(serviceId, naming)}, as ${username}, at ${timeOf(provenAt)}: linked to somebody else`,
      ],
    ),
    ['You may act', `until ${timeOf(mayActUntil)}`],
  ];
}

function factorText({ secondFactor, secondFactorDue }: CustomerDetails): string {
  if (!secondFactor) return secondFactorDue ? 'was reset; the next sign-in enrols one' : 'none';
  const { totp, passkeys, recoveryCodesLeft } = secondFactor;
  const app = totp && (totp.blocked ? 'OTP app (blocked after 100 wrong codes)' : 'OTP app');
  return [app, passkeys > 0 && `${passkeys} passkeys`, `${recoveryCodesLeft} recovery codes left`]
    .filter(Boolean)
    .join(', ');
}

const serviceText = (serviceId: string, { services }: Naming): string => {
  const name = services.find(({ id }) => id === serviceId)?.name;
  return name === undefined ? serviceId : `${serviceId} (${name})`;
};

/** Names and usernames are others' text: nothing in them moves the terminal. */
const linesOf = (lines: readonly Line[]): string =>
  [...lines.map(([label, value]) => `${label.padEnd(12)}${plain(value)}`), '', 'Times are UTC.'].join('\n');
