// A node dies with what it had taken up, and another one brings it to its end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordMessage } from '../../src/features/messages/index.ts';
import { systemClock } from '../../src/kernel/index.ts';
import { scriptedRelay } from '../support/scripted-relay.ts';
import { aCluster, clusterMissing } from './postgres-cluster.ts';
import { until } from './until.ts';
import { aFaultWorld } from './world.ts';

test('a message that a node had taken up when it died is sent by another one once its lease is over', {
  skip: clusterMissing() ?? false,
}, async (t) => {
  const cluster = await aCluster(t);
  const deaf = await scriptedRelay(t, { data: 'say nothing' });
  let started = 0;
  const world = await aFaultWorld(t, {
    url: cluster.url,
    nodes: [{}, {}],
    // The first node has a relay that leaves it waiting.
    change: (configuration) => ({
      ...configuration,
      ...(started++ === 0 && {
        mail: { ...configuration.mail, smtp: { ...configuration.mail.smtp, port: deaf.port } },
      }),
    }),
  });
  const [first, second] = world.nodes;
  assert.ok(first && second);
  await second.stop();
  const to = 'ada@example.com';
  const { id } = await recordMessage(
    { ...world, clock: systemClock },
    { kind: 'account-created', to, about: 'account:ada', fields: { firstName: 'Ada' } },
  );
  await until('the first node is in the middle of it', () => deaf.heard.some((line) => /^data/i.test(line)));
  await first.kill();
  await second.start();
  const ofMessage = () =>
    world.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { state, leasedUntil } = await ofMessage();
  assert.equal(state, 'sending', 'the second one does not know yet that the first one is dead');
  assert.ok((leasedUntil ?? 0) > Date.now());
  // The minute of the lease passes.
  await world.db
    .updateTable('messages')
    .set({ leasedUntil: Date.now() - 1 })
    .where('id', '=', id)
    .execute();
  await until('the second one has sent it', async () => (await ofMessage()).state === 'sent');
  assert.equal((await world.mailbox.mailsTo(to)).length, 1);
});
