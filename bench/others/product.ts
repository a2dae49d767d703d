// Another product of the same kind. Whoever wants to compare installs it in a folder of their own: it is none of ours.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../load/visitor.ts';

export interface Product {
  name: string;
  /** What has to be in the folder, the product itself first, in the versions that were measured. */
  packages: Readonly<Record<string, string>>;
  /** What `npm install` has to be told besides. */
  installOptions: string;
  /** So many times as many sign-ons must Master Account do. */
  atLeast: number;
  start(folder: string, people: People): Promise<RunningProduct>;
}

/** Who is in its database: those of `emailOf`, all with the same password. */
export interface People {
  accounts: number;
  password: string;
}

export interface RunningProduct {
  pid: number;
  target: Target;
  stop(): Promise<void>;
}

/** The version that is in the folder; undefined where the product, or anything that it needs, is not. */
export function installedVersion({ packages }: Product, folder: string): string | undefined {
  const [version, ...besides] = Object.keys(packages).map((name) => versionOf(name, folder));
  return besides.includes(undefined) ? undefined : version;
}

function versionOf(name: string, folder: string): string | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

/** One line: what to do for it to be compared. */
export function howToInstall({ name, packages, installOptions }: Product): string {
  const wanted = Object.entries(packages).map(([each, version]) => `${each}@${version}`);
  const command = ['npm install --prefix FOLDER', installOptions, ...wanted].filter(Boolean).join(' ');
  return `${name} is not installed: ${command} and then npm run bench -- --others FOLDER`;
}
