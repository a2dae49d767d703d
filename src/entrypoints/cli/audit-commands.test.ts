import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase, type FreshDatabase } from '../../../test/support/databases.ts';
import { insertAccount } from '../../features/accounts/index.ts';
import { recordEvent, sealEvents } from '../../features/audit/index.ts';
import { hours } from '../../kernel/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { type OperatorDeps, operatorCommands, runAuditCommand } from './index.ts';

async function sealedAudit(db: FreshDatabase['db'], events: number) {
  const log = { info: () => undefined };
  const deps = { db, clock: fakeClock(), sealing: openSealing([Buffer.alloc(32, 1)]), log };
  for (let nth = 0; nth < events; nth++) {
    deps.clock.advance(1);
    await recordEvent(deps, { what: 'signed-in', outcome: 'done', who: 'account:ada' });
  }
  await sealEvents(deps);
  return deps;
}

eachDatabase(
  'an audit that holds is said to, with the seal to be kept, and the seal proves it later',
  async ({ db }) => {
    const deps = await sealedAudit(db, 3);
    const { text, code } = await runAuditCommand(deps, {});
    assert.equal(code, 0);
    assert.match(text, /^The audit holds: 3 events in their order; 0 recorded since the last seal\./);
    const seal = /^Seal: {3}(3:[\w-]{43})$/m.exec(text)?.[1];
    assert.ok(seal);
    await recordEvent(deps, { what: 'signed-in', outcome: 'done', who: 'account:ada' });
    await sealEvents(deps);
    const later = await runAuditCommand(deps, { seal });
    assert.equal(later.code, 0);
    assert.match(later.text, /4 events in their order, through the seal that was given/);
  },
);

eachDatabase(
  'an audit that does not hold is said not to, event by event, with another exit code',
  async ({ db }) => {
    const deps = await sealedAudit(db, 6);
    await db.updateTable('auditEvents').set({ outcome: 'refused' }).where('sequence', '=', 2).execute();
    await db.deleteFrom('auditEvents').where('sequence', 'in', [4, 5]).execute();
    const { text, code } = await runAuditCommand(deps, { seal: `6:${'x'.repeat(43)}` });
    assert.equal(code, 1);
    assert.deepEqual(text.split('\n').slice(0, 4), [
      'The audit does not hold:',
      '  Event 2 is not what was sealed there: changed, put in, or moved.',
      '  Events 4 to 5 are missing.',
      '  The seal that was given is not in the chain: event 6 was another one, or is gone.',
    ]);
    const json = JSON.parse((await runAuditCommand(deps, { json: true })).text);
    assert.deepEqual(json.faults, [
      { fault: 'changed', sequence: 2 },
      { fault: 'missing', sequence: 4, to: 5 },
    ]);
  },
);

eachDatabase('with another sealing key than the chain was made under, it says so', async ({ db }) => {
  const deps = await sealedAudit(db, 1);
  const other = { ...deps, sealing: openSealing([Buffer.alloc(32, 2)]) };
  await assert.rejects(runAuditCommand(other, {}), /Is this the sealing key of the configuration/);
  await assert.rejects(runAuditCommand(deps, { seal: 'abc' }), /A seal looks like/);
});

eachDatabase(
  'events are listed newest first, sealed or not, of one account, of one kind, since then, and no more than asked for',
  async ({ db }) => {
    const deps = await sealedAudit(db, 3);
    const { audit } = operatorCommands;
    const list = (options: Record<string, string | boolean>) =>
      audit.run(deps as unknown as OperatorDeps, 'list', { words: [], options, ask: async () => '' });
    const listed = async (options: Record<string, string | boolean>) =>
      JSON.parse((await list({ ...options, json: true })).text) as Record<string, unknown>[];
    const person = { firstName: 'A', lastName: 'L', phone: null, secondFactorChosenAt: null, createdAt: 1 };
    await insertAccount(db, { id: 'ada', email: 'ada@example.com', ...person });
    deps.clock.advance(hours(48));
    const byAgent = { who: 'agent:grace', whom: 'account:ada', reason: 'ticket 4711' } as const;
    const act = { what: 'sessions-ended', outcome: 'done', operatingUser: 'grace' } as const;
    await recordEvent(deps, { ...act, ...byAgent });
    await recordEvent(deps, { what: 'signed-in', outcome: 'done', who: 'account:bob' });
    const all = await listed({});
    assert.deepEqual(all.map(({ who }) => who).sort(), [
      'account:ada',
      'account:ada',
      'account:ada',
      'account:bob',
      'agent:grace',
    ]);
    const instants = all.map(({ at }) => String(at));
    assert.deepEqual(instants, instants.toSorted().reverse());
    assert.equal((await listed({ account: 'Ada@Example.com' })).length, 4);
    assert.equal((await listed({ account: 'account:bob' })).length, 1);
    assert.equal((await listed({ since: '24h' })).length, 2);
    assert.equal((await listed({ account: 'ada@example.com', since: '24h' })).length, 1);
    assert.equal((await listed({ kind: 'signed-in' })).length, 4);
    assert.equal((await listed({ kind: 'signed-in', limit: '2' })).length, 2);
    const { text } = await list({ kind: 'sessions-ended' });
    assert.match(text, /sessions-ended +done +agent:grace +account:ada +user grace; “ticket 4711”$/m);
    assert.deepEqual(await list({ account: 'nobody@example.com' }), {
      text: 'Nobody has the address nobody@example.com.',
      code: 1,
    });
    for (const wrong of [{ kind: 'x' }, { limit: '0' }, { since: 'then' }, { account: 'x' }])
      await assert.rejects(list(wrong), /There is no event|--limit|--since|--account/);
  },
);
