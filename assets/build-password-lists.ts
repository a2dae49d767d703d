// Makes the two password lists of this folder; README.md says from what and how to run it.
//   node assets/build-password-lists.ts BREACHED.txt [MORE.txt …]
import { createReadStream, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { dictionary } from '@zxcvbn-ts/language-common';
import { packDigests, passwordDigest } from '../src/features/passwords/breached-list.ts';
import { minimumLength } from '../src/features/passwords/password-text.ts';

const here = (name: string): URL => new URL(name, import.meta.url);

async function* linesOf(files: string[]): AsyncGenerator<string> {
  for (const file of files) yield* createInterface({ input: createReadStream(file, 'utf8') });
}

const common = dictionary['passwords-common'] as string[];
const printable = new Set(
  common.map((word) => word.toLowerCase()).filter((word) => /^[!-~]{4,20}$/.test(word)),
);
writeFileSync(here('common-passwords.txt'), `${[...printable].join('\n')}\n`);

const digests: Buffer[] = [];
for await (const line of linesOf(process.argv.slice(2))) {
  if ([...line].length >= minimumLength) digests.push(passwordDigest(line));
}
for (const word of common) if (word.length >= minimumLength) digests.push(passwordDigest(word));
writeFileSync(here('breached-passwords.bin'), packDigests(digests));
