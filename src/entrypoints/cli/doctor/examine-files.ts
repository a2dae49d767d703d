import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { attention, type Finding, fault, well } from './finding.ts';

export interface ExaminedFiles {
  dataDirectory: string;
  /** Keys and whatever else only the server itself may read. */
  secrets: readonly string[];
  /** The configuration: it may hold secrets. */
  configuration: string | undefined;
}

const LITTLE = 1_000_000_000;
const TOO_LITTLE = 100_000_000;

/** Room on the disk, and who else can read secrets. */
export async function examineFiles(files: ExaminedFiles): Promise<Finding[]> {
  return [...(await examineDisk(files.dataDirectory)), ...examineModes(files)];
}

async function examineDisk(folder: string): Promise<Finding[]> {
  if (!existsSync(folder)) {
    const todo = 'The first start of the server makes it; its parent folder must be there and writable.';
    return [attention('disk', `${folder} is not there yet`, todo)];
  }
  const { bavail, bsize, blocks } = await statfs(folder);
  const free = bavail * bsize;
  const share = Math.round((100 * bavail) / blocks);
  const text = `${(free / 1e9).toFixed(1)} GB free (${share} %) in ${folder}`;
  const todo = 'Make room: without it nobody can sign in.';
  if (free < TOO_LITTLE) return [fault('disk', text, todo)];
  return [free < LITTLE || share < 10 ? attention('disk', text, todo) : well('disk', text)];
}

function examineModes({ dataDirectory, secrets, configuration }: ExaminedFiles): Finding[] {
  const others = (file: string, mask: number) => existsSync(file) && (statSync(file).mode & mask) !== 0;
  const open = secrets.filter((file) => others(file, 0o077));
  return [
    ...open.map((file) =>
      fault('file modes', `${file} can be read or written by others`, `chmod 600 ${file}`),
    ),
    ...(others(dataDirectory, 0o022)
      ? [fault('file modes', `others can write into ${dataDirectory}`, `chmod 700 ${dataDirectory}`)]
      : []),
    ...(configuration !== undefined && others(configuration, 0o004)
      ? [
          attention(
            'file modes',
            `everybody on this machine can read ${configuration}`,
            `chmod 640 ${configuration}, or keep every secret in the environment`,
          ),
        ]
      : []),
    ...(open.length === 0 ? [well('file modes', 'secrets are their owner’s alone')] : []),
  ];
}
