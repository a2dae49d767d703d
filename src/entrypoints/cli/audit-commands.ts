import { type ChainFault, sealText, type VerifiedChain, verifyChain } from '../../features/audit/index.ts';
import { dateTimeText } from '../../ui/index.ts';
import { type AuditListOptions, listAudit } from './audit-list.ts';
import type { OperatorCommand, Said } from './operator-command.ts';

export type AuditCommandDeps = Parameters<typeof verifyChain>[0];

export const auditCommands: OperatorCommand = {
  usage: [
    'audit verify [--seal NUMBER:HASH] [--json]',
    'audit list [--account EMAIL] [--since 24h] [--kind EVENT] [--limit N] [--json]',
  ],
  notes: [
    'With --seal the chain must go through a seal that was printed before: whoever can write the database and has the',
    'sealing key could otherwise make the whole chain anew. A list is newest first, 50 events unless --limit says otherwise.',
  ],
  wordsOf: (name) => (['verify', 'list'].includes(name) ? 0 : undefined),
  options: {
    seal: { type: 'string' },
    account: { type: 'string' },
    since: { type: 'string' },
    kind: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: (deps, name, { options }) =>
    name === 'list'
      ? listAudit(deps, options as AuditListOptions)
      : runAuditCommand(deps, options as AuditOptions),
};

export interface AuditOptions {
  /** A seal that was printed before and kept elsewhere. */
  seal?: string | undefined;
  json?: boolean | undefined;
}

/**
 * Runs `audit verify`.
 * @returns what to print, and the exit code: 1 where the chain does not hold
 * @throws with a sentence where the seal is none, or the sealing key is not the one that the chain was made under
 */
export async function runAuditCommand(deps: AuditCommandDeps, { seal, json }: AuditOptions): Promise<Said> {
  const kept = seal === undefined ? undefined : sealIn(seal);
  const verified = await verifyChain(deps, kept).catch((fault) => {
    if (!/not configured|authenticate data/.test((fault as Error).message)) throw fault;
    throw new Error(
      'The key of the chain does not open. Is this the sealing key of the configuration that is running?',
    );
  });
  const code = verified.faults.length === 0 ? 0 : 1;
  return { text: json ? JSON.stringify(verified, null, 2) : inWords(verified, kept !== undefined), code };
}

function sealIn(text: string): { sequence: number; hash: string } {
  const [, sequence, hash] = /^(\d{1,15}):([\w-]{43})$/.exec(text.trim()) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new Error('A seal looks like 1200:Xq…, as audit verify prints it and the log has it.');
  }
  return { sequence: Number(sequence), hash };
}

function inWords({ sealed, unsealed, end, faults }: VerifiedChain, withSeal: boolean): string {
  const waiting = `${unsealed} recorded since the last seal.`;
  if (faults.length > 0) {
    return ['The audit does not hold:', ...faults.map((fault) => `  ${faultText(fault)}`), waiting].join(
      '\n',
    );
  }
  if (!end) return `Nothing is sealed yet; ${waiting}`;
  return [
    `The audit holds: ${sealed} events in their order${withSeal ? ', through the seal that was given' : ''}; ${waiting}`,
    `Seal:   ${sealText(end)}`,
    ...(end.sealedAt === null ? [] : [`Sealed: ${dateTimeText(end.sealedAt, 'second')}`]),
    'Keep the seal elsewhere, and give it to the next verification: --seal NUMBER:HASH',
  ].join('\n');
}

function faultText(fault: ChainFault): string {
  switch (fault.fault) {
    case 'changed':
      return `Event ${fault.sequence} is not what was sealed there: changed, put in, or moved.`;
    case 'missing':
      return fault.sequence === fault.to
        ? `Event ${fault.sequence} is missing.`
        : `Events ${fault.sequence} to ${fault.to} are missing.`;
    case 'end-changed':
      return 'The end of the chain is not the one that was sealed.';
    case 'beyond-end':
      return `Event ${fault.sequence} stands after the end of the chain: put in.`;
    case 'not-as-kept':
      return `The seal that was given is not in the chain: event ${fault.sequence} was another one, or is gone.`;
  }
}
