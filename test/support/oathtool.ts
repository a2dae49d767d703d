// The phone: codes as an OTP app shows them, by `oathtool` where it is installed, so that the other side is not ours.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { codeOfStep } from '../../src/features/totp/totp-secret.ts';
import { stepAt } from '../../src/features/totp/totp-step.ts';

let missing: boolean | undefined;

/** Why codes are not those of another implementation here, or undefined where they are. */
export function oathtoolMissing(): string | undefined {
  missing ??= runOathtool('GEZDGNBVGY3TQOJQ', 0) === undefined;
  return missing ? 'no oathtool is installed (Debian: apt-get install oathtool)' : undefined;
}

function runOathtool(secret: string, at: number): string | undefined {
  const now = new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, ' UTC');
  try {
    const shown = execFileSync('oathtool', ['--totp', '--base32', '--now', now, secret], {
      encoding: 'utf8',
    });
    return shown.trim();
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fault;
  }
}

export interface OtpApp {
  secret: string;
  /** What it shows now, by a clock that is `off` milliseconds ahead. */
  code(off?: number): string;
}

export const otpAppWith = (secret: string): OtpApp => ({
  secret,
  code(off = 0) {
    const at = Date.now() + off;
    if (oathtoolMissing() && process.env['CI'])
      assert.fail(`Nothing may be replaced here: ${oathtoolMissing()}`);
    return runOathtool(secret, at) ?? codeOfStep(secret, stepAt(at));
  },
});
