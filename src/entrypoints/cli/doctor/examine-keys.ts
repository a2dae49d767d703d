import { days, type Instant } from '../../../kernel/index.ts';
import { attention, type Finding, fault, well } from './finding.ts';

export interface ExaminedKeys {
  /** Keys for secrets at rest that stand in the configuration. */
  configured: number | undefined;
  /** Where one is made else, and whether it is there. */
  keyFile: string;
  keyFileIsThere: boolean;
  /** Whether there is a database already, which was sealed with something. */
  databaseIsThere: boolean;
  severalNodes: boolean;
  /** Of each signing key: since when it signs, and whether the configured key opens it. */
  signing: readonly { alg: string; signsFrom: Instant; opens: boolean }[];
  now: Instant;
}

/** They are replaced after 90 days; one that is older shows that nobody does it. */
const OLDEST = days(97);

/** Keys for secrets at rest, and keys that sign. */
export function examineKeys(keys: ExaminedKeys): Finding[] {
  return [sealingFinding(keys), ...signingFindings(keys)];
}

function sealingFinding(keys: ExaminedKeys): Finding {
  const { configured, keyFile, keyFileIsThere, databaseIsThere, severalNodes, signing } = keys;
  const about = 'sealing key';
  if (signing.some(({ opens }) => !opens)) {
    const todo =
      'Put back the key that it was sealed with, as the last of sealingKeys: without it nobody can sign in.';
    return fault(about, 'does not open what is in the database', todo);
  }
  if (configured !== undefined) return well(about, `${configured} in the configuration`);
  if (severalNodes) {
    const todo =
      'Set sealingKeys, the same for all nodes (openssl rand -base64 32): else each makes one of its own.';
    return fault(about, 'PostgreSQL without sealingKeys', todo);
  }
  if (keyFileIsThere) return well(about, `${keyFile} (keep a copy apart from the backups)`);
  if (databaseIsThere) {
    const todo =
      'Put it back before the server starts: it would make a new one, and nothing sealed would open.';
    return fault(about, `${keyFile} is missing`, todo);
  }
  return attention(about, `${keyFile} is not there yet`, 'The first start of the server makes it.');
}

function signingFindings({ signing, now }: ExaminedKeys): Finding[] {
  const about = 'signing keys';
  if (signing.length === 0) return [attention(about, 'there are none yet', 'The first start makes them.')];
  return [...new Set(signing.map(({ alg }) => alg))].map((alg) => {
    const newest = Math.max(...signing.filter((key) => key.alg === alg).map(({ signsFrom }) => signsFrom));
    const age = Math.max(0, Math.floor((now - newest) / days(1)));
    const text = `${alg} signs for ${age} days`;
    if (now - newest <= OLDEST) return well(about, text);
    return attention(
      about,
      text,
      'A server that runs replaces it after 90: does one? Or: master-account rotate-keys',
    );
  });
}
