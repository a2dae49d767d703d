import assert from 'node:assert/strict';
import {
  afterPin,
  auditOf,
  type CareTestDeps,
  callFor,
  careDeps,
  customer,
} from '../../../test/support/care-world.ts';
import { eachDatabase, onDatabase } from '../../../test/support/databases.ts';
import { lettersTo } from '../../../test/support/letters.ts';
import { oldPassword, provenRecovery, rightAnswers } from '../../../test/support/recoveries.ts';
import { signIn } from '../../../test/support/session-rows.ts';
import { days, minutes } from '../../kernel/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { findAccount, insertAccount } from '../accounts/index.ts';
import {
  askEmailChange,
  confirmEmailChange,
  findEmailUndo,
  sweepEmailChanges,
  undoEmailChange,
} from '../email-changes/index.ts';
import { findNotice } from '../notices/index.ts';
import { verifyAccountPassword } from '../passwords/index.ts';
import { questionsForReturn, returnEmailForCare } from './index.ts';

const OLD = 'ada@example.com';
const NEW = 'new@example.com';
const where = { address: '192.0.2.7', browserWords: 'Firefox on Linux', reference: 'R' };

const letterTo = async (deps: CareTestDeps, to: string, kind: string) =>
  (await lettersTo(deps, to)).filter((letter) => letter.kind === kind).at(-1)?.fields ?? {};

/** Ada moves to another address, and whoever reads mail at the old one undoes that. */
async function cutOff(db: Db) {
  const deps = careDeps(db);
  await customer(deps);
  await signIn({ ...deps, limits: { lifetime: 1, idle: 1 }, sightings: undefined as never }, 's');
  const account = await findAccount(db, 'ada');
  assert.ok(account);
  const changer = { account, session: 's', sessionIds: ['digest of s'], browser: 'b', ...where };
  assert.ok((await askEmailChange(deps, changer, { email: NEW, place: 's' })).ok);
  const { token } = await letterTo(deps, NEW, 'email-change-token');
  const confirmation = { email: NEW, place: 's', token: String(token) };
  assert.ok((await confirmEmailChange(deps, changer, confirmation)).ok);
  const secret = new URL(String((await letterTo(deps, OLD, 'email-changed'))['link'])).searchParams.get(
    'undo',
  );
  assert.ok((await undoEmailChange(deps, { secret: secret ?? '' }, where)).ok);
  deps.clock.advance(minutes(5));
  const call = await afterPin(deps, callFor());
  const giveBack = async (to = NEW, answers: readonly string[] = rightAnswers) => {
    const asked = await questionsForReturn(deps, call, to);
    return asked.ok ? returnEmailForCare(deps, call, to, { asked: asked.value, answers }) : asked;
  };
  return { deps, call, giveBack, secret: secret ?? '' };
}

const refused = (reason: string) => ({ ok: false, error: { reason } });

eachDatabase(
  'an owner whom the old mailbox has cut off gets the newer address again after PIN and answers, and all addresses are told',
  async ({ db }) => {
    const { deps, giveBack, secret } = await cutOff(db);
    const { link } = await letterTo(deps, OLD, 'account-changed');
    assert.deepEqual(await giveBack(NEW, ['a', 'b', 'c']), refused('wrong-answers'));
    assert.equal((await findAccount(db, 'ada'))?.email, OLD);
    assert.deepEqual(await giveBack('New@example.com '), { ok: true, value: undefined });
    assert.equal((await findAccount(db, 'ada'))?.email, NEW);

    const told = await letterTo(deps, NEW, 'account-changed');
    assert.deepEqual([told['change'], told['by']], ['email-returned', 'customer-care']);
    assert.ok((await letterTo(deps, OLD, 'email-returned'))['at']);
    assert.ok(!JSON.stringify(await letterTo(deps, OLD, 'email-returned')).includes(NEW));
    const acts = await auditOf(db);
    assert.ok(
      acts.includes('agent:grace.hopper email-returned done → account:ada (ticket 4711: lost phone)'),
    );

    // Nothing of the old mailbox leads back.
    assert.equal(await findEmailUndo(deps, secret), undefined);
    const notice = new URL(String(link)).searchParams.get('notice') ?? '';
    assert.equal(await findNotice(deps, notice), undefined, 'nor does “this wasn’t me” of the undo');
    // And nothing is opened: a new password takes a token that is mailed to the newer address.
    const password = { accountId: 'ada', password: oldPassword };
    assert.equal((await verifyAccountPassword(deps, password)).ok, false);
    assert.deepEqual(await giveBack(), refused('not-found'), 'the old address has no account any more');
    assert.ok((await (await provenRecovery(deps, NEW)).reset()).ok);
  },
);

onDatabase(
  'sqlite',
  'to no other address, not after a month, and not once the password was reset by the answers',
  async ({ db }) => {
    const { deps, call, giveBack } = await cutOff(db);
    for (const other of ['thief@example.com', OLD, 'no address', ''])
      assert.deepEqual(await giveBack(other), refused('not-undone'), other);
    const asked = await questionsForReturn(deps, call, NEW);
    assert.ok(asked.ok);
    const given = { asked: asked.value, answers: rightAnswers };
    const elsewhere = await returnEmailForCare(deps, call, 'thief@example.com', given);
    assert.deepEqual(elsewhere, refused('not-undone'), 'nor to another one than was said first');

    const rest = { firstName: 'A', lastName: 'B', phone: null, secondFactorChosenAt: null, createdAt: 1 };
    await insertAccount(db, { id: 'eve', email: NEW, ...rest });
    assert.deepEqual(await giveBack(), refused('address-taken'));
    await db.deleteFrom('accounts').where('id', '=', 'eve').execute();

    assert.ok((await (await provenRecovery(deps, OLD)).reset()).ok);
    assert.deepEqual(await giveBack(), refused('not-undone'));
    deps.clock.advance(days(30));
    await sweepEmailChanges(deps);
    assert.deepEqual(await db.selectFrom('undoneEmails').selectAll().execute(), []);
    assert.equal((await findAccount(db, 'ada'))?.email, OLD);
  },
);
