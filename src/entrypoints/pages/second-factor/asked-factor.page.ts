// What is said where a second factor is asked for, at sign-in and in a recovery: of an app, a passkey or recovery codes,
// whichever of them the account has.
import { details, field, type Html, html, linkList, type Problem, type Shell } from '../../../ui/index.ts';
import { type OfferedPasskey, passkeyAsFactor } from './passkey.page.ts';

export interface AskedFactor {
  csrf: string;
  hasApp: boolean;
  /** The OTP app is blocked: only a recovery code, or a passkey, goes on. */
  blocked: boolean;
  passkey: OfferedPasskey;
  /** What the form of a passkey says besides. */
  passkeyFields: Readonly<Record<string, string>>;
  problems: readonly Problem[];
}

export const factorHeading = ({ hasApp, blocked }: Pick<AskedFactor, 'hasApp' | 'blocked'>): string => {
  if (!hasApp) return 'Use your passkey';
  return blocked ? 'Enter a recovery code' : 'Enter your code';
};

/**
 * What is asked for; where there is no app, the passkey first, and a recovery code for whom it is not at hand.
 * @param codeForm makes the form around the field of a code
 */
export const factorForms = (p: AskedFactor, codeForm: (body: Html) => Html): Html => {
  const passkey = passkeyAsFactor({ ...p, fields: p.passkeyFields, only: !p.hasApp });
  const code = codeForm(codeField(p));
  if (p.hasApp) return html`${code}${passkey}`;
  return html`${passkey}${details({ summary: 'Use a recovery code', body: code, open: p.problems.length > 0 || !passkey })}`;
};

/** Of an app the digits, and out of the way a recovery code; where no code of an app counts, the latter alone. */
function codeField(p: AskedFactor): Html {
  if (p.blocked || !p.hasApp) return field({ ...asCode(p), label: 'Recovery code', inputmode: 'text' });
  return html`
    ${field({ ...asCode(p), label: 'Code', inputmode: 'numeric' })}
    ${details({ summary: 'Your phone is not at hand? Use a recovery code', body: recoveryCodeField(), open: p.problems.length > 0 })}`;
}

const asCode = ({ hasApp, problems }: AskedFactor) =>
  ({
    name: 'code',
    autocomplete: 'one-time-code',
    problems,
    required: true,
    maxlength: 32,
    autofocus: problems.length === 0 && hasApp,
    look: 'code',
  }) as const;

/** A field of its own, for its letters: the keyboard that phones show for six digits has none. */
const recoveryCodeField = (): Html =>
  field({
    label: 'Recovery code',
    name: 'recoveryCode',
    autocomplete: 'off',
    inputmode: 'text',
    hint: 'One of the ten that you were shown.',
    maxlength: 32,
    look: 'code',
  });

/** What was entered, in whichever of the two fields. */
export const codeGiven = (form: Readonly<Record<string, string | undefined>>): string =>
  form['recoveryCode']?.trim() || (form['code'] ?? '');

/** What else is to be done where a passkey was not accepted. */
export const insteadOfPasskey = ({ hasApp, blocked }: Pick<AskedFactor, 'hasApp' | 'blocked'>): string =>
  hasApp && !blocked ? 'enter a code' : 'enter a recovery code';

export const factorHelp = ({ hasApp }: Pick<AskedFactor, 'hasApp'>, { reference }: Shell): Html =>
  linkList([
    {
      href: `/help?topic=codes&reference=${encodeURIComponent(reference)}#answer`,
      text: hasApp
        ? 'The code is not accepted, or the phone is lost'
        : 'My passkey is not accepted, or not at hand',
    },
  ]);

/** Why there is no choice, where the company requires one of the address. */
export const companyAsksForIt = ({ brand }: Pick<Shell, 'brand'>): string =>
  `${brand.name} asks for a second factor from everybody with your kind of address.`;

/** What it takes, where there is no app, or it is blocked. @param opens what one of them does */
export function otherThanCodes({ hasApp }: Pick<AskedFactor, 'hasApp'>, opens: string): string {
  if (!hasApp)
    return `Your account asks for a passkey. Where it is not at hand, or your browser shows no button for it, one of your recovery codes ${opens} too.`;
  return `There were 100 wrong codes in a row, so codes of the OTP app are not accepted any more. One of your recovery codes ${opens}.`;
}
