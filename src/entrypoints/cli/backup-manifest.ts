import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { equalSecrets, type Sealing } from '../../platform/sealing/index.ts';

/** What stands beside a backup, in `<backup>.json`: what it is, and that it is whole and ours. */
const manifestSchema = z.strictObject({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** The newest migration that has run on it. */
  schema: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** Messages that relays had taken, and the database did not know of yet. */
  journal: z.array(z.string()),
  /** Of all before, keyed: made under our sealing key, and not changed since. */
  mac: z.string(),
});

export type Manifest = z.infer<typeof manifestSchema>;

type Digest = Pick<Sealing, 'digest'>;

const macOf = (sealing: Digest, { mac: _, ...facts }: Omit<Manifest, 'mac'> & { mac?: string }): string =>
  sealing.digest(JSON.stringify(facts), 'backup');

export const manifestFile = (backup: string): string => `${backup}.json`;

export async function makeManifest(
  sealing: Digest,
  file: string,
  about: Pick<Manifest, 'madeAt' | 'schema' | 'journal'>,
): Promise<Manifest> {
  const { sha256, bytes } = await digestOfFile(file);
  const facts = { format: 1, madeAt: about.madeAt, schema: about.schema, bytes, sha256 } as const;
  const whole = { ...facts, journal: about.journal };
  return { ...whole, mac: macOf(sealing, whole) };
}

/** @throws with a sentence where it cannot be read */
export function readManifest(backup: string): Manifest {
  const file = manifestFile(backup);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${file} cannot be read. It was made together with the backup, and belongs to it.`);
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} is damaged, or was made by a program that is newer than this one.`);
  }
}

/** @throws with a sentence where `file` is not the backup that the manifest is of, or neither is ours */
export async function provePristine(sealing: Digest, manifest: Manifest, file: string): Promise<void> {
  if (!equalSecrets(manifest.mac, macOf(sealing, manifest))) {
    throw new Error(
      'The backup was made under another sealing key, or its .json was changed. Put back the sealing key that it was made under.',
    );
  }
  const { sha256, bytes } = await digestOfFile(file);
  if (bytes !== manifest.bytes || sha256 !== manifest.sha256) {
    throw new Error(`The backup is damaged: it is not what was written on ${manifest.madeAt}.`);
  }
}

async function digestOfFile(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(file), async (chunks) => {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  });
  return { sha256: hash.digest('hex'), bytes };
}
