import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase, type FreshDatabase } from '../../../test/support/databases.ts';
import { recordEvent, sealEvents } from '../../features/audit/index.ts';
import { openSealing } from '../../platform/sealing/index.ts';
import { runAuditCommand } from './index.ts';

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
