import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** What the operating system says of whoever runs a command. */
export interface SaidOfUser {
  uid: number;
  username: string;
  /** `SUDO_USER`: sudo sets it, and whoever is root could set it too. */
  sudoUser: string | undefined;
  /** The user who signed in to the machine: PAM has the kernel remember it, through every `sudo` and `su`. */
  loginUid: number | undefined;
}

/**
 * Whom the operating system knows the person at the command line by: `grace`; `root for grace`, where sudo has made them
 * root; and who signed in, where that is somebody else.
 */
export function operatingUserOf({ uid, username, sudoUser, loginUid }: SaidOfUser): string {
  const bySudo = uid === 0 && sudoUser !== undefined && /^[\w.@\\-]{1,64}$/.test(sudoUser);
  const signedIn = loginUid !== undefined && loginUid !== uid;
  return `${username}${bySudo ? ` for ${sudoUser}` : ''}${signedIn ? `, signed in as uid ${loginUid}` : ''}`;
}

/** @param sudoUser `SUDO_USER` of the environment */
export function operatingUser(sudoUser: string | undefined): string {
  const uid = process.geteuid?.() ?? -1;
  return operatingUserOf({ uid, username: nameOf(uid), sudoUser, loginUid: loginUid() });
}

/** A user whom the machine has no name for, as in a container, is a number. */
function nameOf(uid: number): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${uid}`;
  }
}

/** Linux only; 2³² - 1 where nobody has signed in. */
function loginUid(): number | undefined {
  try {
    const uid = Number(readFileSync('/proc/self/loginuid', 'utf8'));
    return uid === 2 ** 32 - 1 ? undefined : uid;
  } catch {
    return undefined;
  }
}
