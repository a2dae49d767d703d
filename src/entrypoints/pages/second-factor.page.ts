// What is said where a second factor is asked for, at sign-in and in a recovery: of an app, a passkey or recovery codes,
// whichever of them the account has.
import { details, field, type Html, html, linkList, type Problem, type Shell } from '../../ui/index.ts';
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

function codeField({ hasApp, blocked, problems }: AskedFactor): Html {
  const onlyRecovery = blocked || !hasApp;
  return field({
    label: onlyRecovery ? 'Recovery code' : 'Code',
    name: 'code',
    autocomplete: 'one-time-code',
    inputmode: onlyRecovery ? 'text' : 'numeric',
    hint: onlyRecovery ? undefined : 'Your phone is not at hand? Enter one of your recovery codes instead.',
    problems,
    required: true,
    maxlength: 32,
    autofocus: problems.length === 0 && hasApp,
    look: 'code',
  });
}

/** What else is to be done where a passkey was not accepted. */
export const insteadOfPasskey = ({ hasApp, blocked }: Pick<AskedFactor, 'hasApp' | 'blocked'>): string =>
  hasApp && !blocked ? 'enter a code' : 'enter a recovery code';

export const factorHelp = ({ hasApp }: Pick<AskedFactor, 'hasApp'>, { reference }: Shell): Html =>
  linkList([
    {
      href: `/help?topic=codes&reference=${encodeURIComponent(reference)}#answer`,
      text: hasApp ? 'The code is not accepted' : 'My passkey is not accepted, or not at hand',
    },
  ]);

/** What it takes, where there is no app, or it is blocked. @param opens what one of them does */
export function otherThanCodes({ hasApp }: Pick<AskedFactor, 'hasApp'>, opens: string): string {
  if (!hasApp)
    return `Your account asks for a passkey. It is not at hand, or your browser shows no button for it? One of your recovery codes ${opens} too.`;
  return `There were 100 wrong codes in a row, so codes of the OTP app are not accepted any more. One of your recovery codes ${opens}.`;
}
