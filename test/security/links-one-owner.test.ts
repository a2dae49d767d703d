// THREATS 6, 7, 8, 10: whose a service account is.
import assert from 'node:assert/strict';
import { findLink, linkServiceAccount, listLinks, migrations } from '../../src/features/links/index.ts';
import { fakeClock } from '../support/clock.ts';
import { eachDatabase as eachDatabaseWith } from '../support/databases.ts';

const eachDatabase: typeof eachDatabaseWith = (title, body) => eachDatabaseWith(title, body, { migrations });
const service = { id: 'managed-hosting', sharingAllowed: false };
const proofOf = (id: string, username = id) => ({ serviceId: service.id, account: { id, username } });

eachDatabase(
  'fifty accounts on two nodes claim one service account at once: one owner, no fault',
  async ({ db, open }) => {
    const clock = fakeClock();
    const nodes = [db, open()];
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (nodes[index % 2] ?? assert.fail())
          .transaction()
          .execute((trx) =>
            linkServiceAccount(
              { db: trx, clock },
              { accountId: `account-${index}`, service, proof: proofOf('u-1') },
            ),
          ),
      ),
    );
    assert.equal(verdicts.filter((verdict) => verdict.ok).length, 1);
    assert.equal(verdicts.filter((verdict) => !verdict.ok && verdict.error === 'already-taken').length, 49);
  },
);

eachDatabase(
  'one account claims fifty service accounts of a service at once: it gets one',
  async ({ db, open }) => {
    const clock = fakeClock();
    const nodes = [db, open()];
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        linkServiceAccount(
          { db: nodes[index % 2] ?? assert.fail(), clock },
          { accountId: 'ada', service, proof: proofOf(`u-${index}`) },
        ),
      ),
    );
    assert.equal(verdicts.filter((verdict) => verdict.ok).length, 1);
    assert.equal(verdicts.filter((verdict) => !verdict.ok && verdict.error === 'already-linked').length, 49);
    assert.equal((await listLinks(db, 'ada')).length, 1);
  },
);

eachDatabase(
  'whoever comes later is refused, however the username was spelled: the canonical id decides',
  async ({ db }) => {
    const deps = { db, clock: fakeClock() };
    await linkServiceAccount(deps, { accountId: 'ada', service, proof: proofOf('u-1', 'bob') });
    for (const username of ['Bob', 'bob ', 'ｂｏｂ', 'bo\u0301b'.normalize('NFD')]) {
      const late = await linkServiceAccount(deps, {
        accountId: 'eve',
        service,
        proof: proofOf('u-1', username),
      });
      assert.deepEqual(late, { ok: false, error: 'already-taken' });
    }
  },
);

eachDatabase('ids that look alike are different service accounts, and stay so on disk', async ({ db }) => {
  const deps = { db, clock: fakeClock() };
  const ids = ['u-1', 'U-1', 'u-1 ', 'ｕ-1', 'é', 'e\u0301', '["u-1"]', "'; drop table links; --"];
  for (const [index, id] of ids.entries()) {
    const linked = await linkServiceAccount(deps, {
      accountId: `account-${index}`,
      service,
      proof: proofOf(id),
    });
    assert.ok(linked.ok, id);
    const link = await findLink(db, { accountId: `account-${index}`, serviceId: service.id });
    assert.equal(link?.serviceAccountId, id);
  }
});

eachDatabase('a proof of one service never links another', async ({ db }) => {
  const deps = { db, clock: fakeClock() };
  const proof = { ...proofOf('u-1'), serviceId: 'private-cloud' };
  await assert.rejects(
    linkServiceAccount(deps, { accountId: 'eve', service, proof }),
    /proof of one service/,
  );
  assert.deepEqual(await listLinks(db, 'eve'), []);
});

eachDatabase('nobody can see the link of another', async ({ db }) => {
  const deps = { db, clock: fakeClock() };
  await linkServiceAccount(deps, { accountId: 'ada', service, proof: proofOf('u-1') });
  assert.equal(await findLink(db, { accountId: 'eve', serviceId: service.id }), undefined);
  assert.ok(await findLink(db, { accountId: 'ada', serviceId: service.id }));
});
