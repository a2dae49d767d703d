import { checkPassword, type PasswordFault, type PasswordLists } from './check-password.ts';
import { type PasswordOwner, type PasswordPlace, personalWordsOf } from './personal-words.ts';

/** What new passwords are held against, besides what is known of the person. */
export interface PasswordRules extends PasswordPlace {
  passwordLists: PasswordLists;
}

/** Everything that is wrong with a new password of that person, wherever it is chosen; also asked while it is typed. */
export const judgeNewPassword = (
  { passwordLists, ...place }: PasswordRules,
  owner: PasswordOwner,
  password: string,
): PasswordFault[] => checkPassword({ passwordLists }, { password, personal: personalWordsOf(place, owner) });
