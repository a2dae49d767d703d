// The program is killed with `kill -9` at every durable commit of every step: just before the commit, and when it is on
// the disk and nobody has been told. After each death the person goes on, and everything is there once.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { recordMessage } from '../../src/features/messages/index.ts';
import { days, systemClock } from '../../src/kernel/index.ts';
import { ada, giveEmail, givePassword, type Person, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { anAccount } from '../support/sign-in-world.ts';
import { aCluster, clusterMissing } from './postgres-cluster.ts';
import type { Death } from './preload/die-at-commit.ts';
import { registrationSteps, type Step } from './registration-steps.ts';
import { until } from './until.ts';
import { aFaultWorld, codeOf, type FaultWorld } from './world.ts';

const accountOf = ({ db }: FaultWorld, { email }: Person) =>
  db.selectFrom('accounts').select('id').where('email', '=', email).executeTakeFirstOrThrow();

async function eventsOf(
  world: FaultWorld,
  person: Person,
  what: 'service-account-proven' | 'password-changed',
): Promise<string[]> {
  const { id } = await accountOf(world, person);
  const events = world.db.selectFrom('auditEvents').select('outcome').where('what', '=', what);
  return (await events.where('who', '=', `account:${id}`).execute()).map(({ outcome }) => outcome);
}

async function assertNoSession(world: FaultWorld, person: Person): Promise<void> {
  const { id } = await accountOf(world, person);
  const sessions = await world.db.selectFrom('sessions').select('uid').where('accountId', '=', id).execute();
  assert.deepEqual(sessions, [], 'nobody is signed in before everything is proven');
}

/** Until the service has its code, from wherever this browser is let in. */
async function signInFor(world: FaultWorld, person: Person, browser: Browser, username: string) {
  await world.send(browser);
  if (browser.heading === 'Enter your email address') await giveEmail(browser, person);
  if (browser.heading === 'Enter your password') await givePassword(browser, person);
  if (browser.heading === 'Account Linking') await proveServiceAccount(browser, username);
  assert.equal((await world.exchange(codeOf(browser))).status, 200);
}

const usernameOf = ({ email }: Person) => `user-${email.split('@')[0]}`;

const signInSteps: Step[] = [
  {
    name: 'giving the password',
    async reach(world, person) {
      await anAccount(world, person);
      const browser = world.browser();
      await world.send(browser);
      await giveEmail(browser, person);
      return browser;
    },
    act: (_world, person, browser) => givePassword(browser, person),
    async goOn(world, person, browser) {
      await assertNoSession(world, person);
      await signInFor(world, person, browser, usernameOf(person));
    },
    check: async () => undefined,
  },
  {
    name: 'linking',
    async reach(world, person) {
      await anAccount(world, person);
      const browser = world.browser();
      await world.send(browser);
      await giveEmail(browser, person);
      await givePassword(browser, person);
      return browser;
    },
    act: (_world, person, browser) => proveServiceAccount(browser, usernameOf(person)),
    goOn: (world, person, browser) => signInFor(world, person, browser, usernameOf(person)),
    async check(world, person) {
      const { id } = await accountOf(world, person);
      const links = await world.db.selectFrom('links').selectAll().where('accountId', '=', id).execute();
      assert.deepEqual(
        links.map(({ serviceId, username }) => [serviceId, username]),
        [['managed-hosting', usernameOf(person)]],
      );
      assert.deepEqual(await eventsOf(world, person, 'service-account-proven'), ['linked']);
    },
  },
];

const nextPassword = 'nine quiet herons at dawn';

async function atAuthentication(world: FaultWorld, person: Person): Promise<Browser> {
  const browser = world.browser();
  await browser.visit(`${world.issuer}/account/authentication`);
  await giveEmail(browser, person);
  await givePassword(browser, person);
  return browser;
}

async function changePassword(browser: Browser, { password }: Person): Promise<void> {
  await browser.follow('Change the password');
  browser.fillIn('password', nextPassword);
  browser.fillIn('passwordConfirmation', nextPassword);
  browser.fillIn('currentPassword', password);
  await browser.press('Change the password');
}

const passwordStep: Step = {
  name: 'changing the password',
  async reach(world, person) {
    await anAccount(world, person, { setAt: Date.now() - days(30) });
    return atAuthentication(world, person);
  },
  act: (_world, person, browser) => changePassword(browser, person),
  async goOn(world, person) {
    const withOld = await atAuthentication(world, person);
    const withNew = await atAuthentication(world, { ...person, password: nextPassword });
    const opened = [withOld, withNew].map(({ heading }) => heading === 'Authentication');
    assert.notEqual(opened[0], opened[1], 'one of the two passwords is right');
    if (opened[0]) await changePassword(withOld, person);
  },
  async check(world, person) {
    (await atAuthentication(world, { ...person, password: nextPassword })).isAt('Authentication');
    assert.deepEqual(await eventsOf(world, person, 'password-changed'), ['done']);
  },
};

let persons = 0;
const somebody = (): Person => ({ ...ada, email: `person-${++persons}@example.com` });

/**
 * Kills the program before each commit of a step, until the step needs no further one, and after the last. (What is on
 * the disk after one commit is what is there before the next.)
 * @returns how often it died
 */
async function killAtEachCommit(world: FaultWorld, step: Step): Promise<number> {
  let commits = 0;
  while (await diesAt(world, step, { at: commits + 1, moment: 'before' })) commits += 1;
  const diedAfter = commits > 0 && (await diesAt(world, step, { at: commits, moment: 'after' }));
  return commits + Number(diedAfter);
}

async function diesAt(world: FaultWorld, step: Step, death: Death): Promise<boolean> {
  const [node] = world.nodes;
  assert.ok(node);
  // All of them come from one address.
  await world.db.deleteFrom('throttleCounters').execute();
  const person = somebody();
  const browser = await step.reach(world, person);
  await node.tell(death);
  const answered = await step.act(world, person, browser).then(
    () => true,
    () => false,
  );
  if (answered && node.endedBy === undefined) await node.tell({});
  if (answered && node.endedBy === undefined) return false;
  await until('the program is dead', () => node.endedBy !== undefined);
  await node.ended();
  assert.equal(node.endedBy, 'SIGKILL', `It died of something else:\n${node.log().slice(-3000)}`);
  // What it had taken up to send is free a minute later.
  await world.db
    .updateTable('messages')
    .set({ leasedUntil: Date.now() - 1 })
    .where('state', '=', 'sending')
    .execute();
  await node.start();
  await step.goOn(world, person, browser);
  await step.check(world, person);
  return true;
}

const skip = clusterMissing() ?? false;

for (const kind of ['sqlite', 'postgres'] as const) {
  const options = { skip: kind === 'postgres' ? skip : false };
  const killable = async (t: TestContext) => {
    const cluster = kind === 'postgres' ? await aCluster(t) : undefined;
    return aFaultWorld(t, { ...(cluster && { url: cluster.url }), nodes: [{ preload: ['die-at-commit'] }] });
  };

  test(
    `killed at each commit of a sign-in, a link or a change of the password, it is done once (${kind})`,
    options,
    async (t) => {
      const world = await killable(t);
      // Each restart takes its time: on PostgreSQL only what differs there, which is what a transaction holds together.
      for (const step of kind === 'sqlite'
        ? [...signInSteps, passwordStep]
        : [signInSteps[1], passwordStep]) {
        if (!step) continue;
        const deaths = await killAtEachCommit(world, step);
        assert.ok(deaths >= 2, `${step.name} has a commit to die at`);
      }
    },
  );

  test(
    `killed at each commit of a registration, there is one account or one registration (${kind})`,
    options,
    async (t) => {
      const world = await killable(t);
      for (const step of kind === 'sqlite' ? registrationSteps : registrationSteps.slice(-1)) {
        const deaths = await killAtEachCommit(world, step);
        assert.ok(deaths >= 2, `${step.name} has a commit to die at`);
      }
    },
  );
}

test('killed at each commit of sending a message, it arrives, and once', async (t) => {
  const world = await aFaultWorld(t, { nodes: [{ preload: ['die-at-commit'] }] });
  const [node] = world.nodes;
  assert.ok(node);
  let deaths = 0;
  for (let at = 1, lived = false; !lived; at++) {
    for (const moment of ['before', 'after'] as const) {
      const to = somebody().email;
      await node.tell({ at, moment } satisfies Death);
      const { id } = await recordMessage(
        { ...world, clock: systemClock },
        { kind: 'account-created', to, about: `account:${to}`, fields: { firstName: 'Ada' } },
      );
      const isSent = async () => {
        const message = world.db.selectFrom('messages').select('state').where('id', '=', id);
        return (await message.executeTakeFirstOrThrow()).state === 'sent';
      };
      await until('the message is sent, or the program is dead', async () => {
        return node.endedBy !== undefined || (await isSent());
      });
      if (node.endedBy === undefined) await node.tell({});
      lived = node.endedBy === undefined;
      if (!lived) {
        deaths += 1;
        await node.ended();
        await node.start();
        await until('the message is sent', isSent);
      }
      assert.equal((await world.mailbox.mailsTo(to)).length, 1, `${moment} commit ${at}`);
      if (lived) break;
    }
  }
  assert.ok(deaths >= 4, 'taking it up and settling it are commits');
});
