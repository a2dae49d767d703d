import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { callFor, careDeps, customer, giveApp, prove, rightPin } from '../../../test/support/care-world.ts';
import { eachDatabase, type FreshDatabase, onDatabase } from '../../../test/support/databases.ts';
import { rightAnswers } from '../../../test/support/recoveries.ts';
import { findSecondFactor } from '../../features/second-factor/index.ts';
import { type OperatorDeps, openAsking, operatorCommands } from './index.ts';
import { operatingUserOf } from './operating-user.ts';

const { care } = operatorCommands;
const { agent, reason } = callFor();

/** The command line of an agent; what is asked for is typed in order, and the questions are kept. */
function atTheDesk(db: FreshDatabase['db']) {
  const deps = { ...careDeps(db), operatingUser: 'root for grace' };
  const questions: string[] = [];
  interface Typing {
    typed?: readonly string[];
    agent?: string;
    reason?: string;
  }
  const run = async (line: string, { typed = [], ...options }: Typing = {}) => {
    const [name = '', ...words] = line.split(' ');
    assert.equal(care.wordsOf(name, words), words.length, line);
    const left = [...typed];
    const ask = async (question: string) => {
      questions.push(question);
      return left.shift() ?? '';
    };
    const given = { words, options: { agent, reason, ...options }, ask };
    return care.run(deps as unknown as OperatorDeps, name, given);
  };
  return { deps, run, questions };
}

eachDatabase(
  'an agent goes from the PIN to a new second factor, and learns no more than needed',
  async ({ db }) => {
    const { deps, run, questions } = atTheDesk(db);
    await customer(deps);
    await giveApp(deps);
    const before = await run('find Ada@Example.com');
    assert.match(before.text, /has an account\n/);
    assert.doesNotMatch(before.text, /Lovelace|555/, 'not before the PIN');
    const early = await run('reset-factor ada@example.com', { typed: rightAnswers });
    assert.deepEqual([early.code, questions], [1, []], 'no question is shown before the PIN');
    assert.match(early.text, /Ask for the PIN first/);
    assert.deepEqual(await run('check-pin ada@example.com', { typed: ['1111'] }), { text: 'no', code: 1 });
    assert.deepEqual(await run('check-pin ada@example.com', { typed: [rightPin] }), { text: 'yes', code: 0 });
    assert.match((await run('find ada@example.com')).text, /Lovelace[\s\S]*OTP app, 10 recovery codes left/);
    questions.length = 0;
    const wrong = await run('reset-factor ada@example.com', { typed: ['a', 'b', 'c'] });
    assert.deepEqual(wrong, { text: 'Not all answers are right. Nothing was changed.', code: 1 });
    assert.equal(questions[0], 'What was the name of your first pet? ');
    const reset = await run('reset-factor ada@example.com', { typed: rightAnswers });
    assert.equal(reset.code, 0);
    assert.equal(await findSecondFactor(deps, 'ada'), undefined);
    assert.match((await run('find ada@example.com')).text, /was reset; the next sign-in enrols one/);
  },
);

onDatabase(
  'sqlite',
  'every command without a PIN before it says so, and one for nobody says that',
  async ({ db }) => {
    const { deps, run } = atTheDesk(db);
    await customer(deps);
    const commands = ['messages', 'resend', 'unlock', 'start-reset', 'reset-factor', 'end-sessions'];
    const lines = [
      ...commands.map((name) => `${name} ada@example.com`),
      ...['message', 'resend', 'move-link', 'remove-link', 'return-email'].map(
        (name) => `${name} ada@example.com managed-hosting`,
      ),
    ];
    for (const line of lines) {
      const { text, code } = await run(line);
      assert.deepEqual([code, text.includes('Ask for the PIN first')], [1, true], `${line}: ${text}`);
      const nobody = await run(line.replace('ada@', 'nobody@'));
      assert.deepEqual([nobody.code, nobody.text.includes('Nobody has the address')], [1, true], nobody.text);
    }
    for (const line of ['find nobody@example.com', 'check-pin nobody@example.com']) {
      assert.match((await run(line, { typed: ['1234'] })).text, /Nobody has the address/);
    }
  },
);

onDatabase('sqlite', 'links, messages and the rest are said in a sentence each', async ({ db }) => {
  const { deps, run } = atTheDesk(db);
  for (const id of ['ada', 'eve']) await customer(deps, id);
  await prove(deps, 'eve');
  const pin = () => run('check-pin ada@example.com', { typed: [rightPin] });
  await pin();
  const move = 'move-link ada@example.com managed-hosting';
  assert.match((await run(move)).text, /has not proven .* within the last 30 minutes/);
  assert.match((await run('move-link ada@example.com nothing')).text, /There is no service nothing/);
  await prove(deps, 'ada', { username: 'bob\u001b[2J' });
  assert.match(
    (await run('find ada@example.com')).text,
    /Proven {6}managed-hosting \(Managed Hosting\), as bob/,
  );
  assert.match((await run(move)).text, /is ada@example\.com’s now/);
  const listed = await run('messages ada@example.com');
  assert.match(listed.text, /queued +account-changed +ada@example\.com/);
  const id = /^(\S{8}) /m.exec(listed.text.split('\n')[1] ?? '')?.[1] ?? '';
  assert.match((await run(`message ada@example.com ${id}`)).text, /^To +ada@example\.com$/m);
  assert.match((await run('message ada@example.com nope')).text, /No message nope/);
  const again = { text: 'The message to ada@example.com is tried again at once.', code: 0 };
  assert.deepEqual(await run(`resend ada@example.com ${id}`), again);
  assert.deepEqual(await run('resend ada@example.com'), again);
  assert.match((await run('resend ada@example.com nope')).text, /No message nope/);
  const removed = await run('remove-link ada@example.com managed-hosting');
  assert.match(removed.text, /is removed/);
  for (const text of [removed.text, (await run('find ada@example.com')).text])
    assert.ok(!text.includes('\u001b'), text);
  const back = await run('return-email ada@example.com new@example.com');
  assert.match(back.text, /^No change of ada@example\.com to that address was undone/);
  for (const name of ['unlock', 'start-reset', 'end-sessions']) {
    assert.equal((await run(`${name} ada@example.com`)).code, 0, name);
  }
  for (let wrong = 0; wrong < 5; wrong++) await run('check-pin ada@example.com', { typed: ['1111'] });
  assert.match((await pin()).text, /^Five wrong PINs were said within a day.*2026-05-05/);
});

onDatabase('sqlite', 'who, why and an address are demanded before anything is looked at', async ({ db }) => {
  const { deps, run } = atTheDesk(db);
  await customer(deps);
  assert.match((await run('unlock ada@example.com', { agent: '' })).text, /^--agent is your name/);
  assert.match((await run('unlock ada@example.com', { reason: '' })).text, /^--reason says why/);
  assert.match((await run('unlock ada', {})).text, /no email address/);
  assert.match((await run('check-pin ada@example.com', { typed: [''] })).text, /Nothing was typed/);
  const telling = { typed: [rightPin], reason: `said ${rightPin}` };
  assert.match((await run('check-pin ada@example.com', telling)).text, /Leave it out/);
  assert.deepEqual(await db.selectFrom('auditEvents').selectAll().execute(), []);
  assert.equal(care.wordsOf('resend', ['ada@example.com', '--agent', 'grace']), 1);
  assert.equal(care.wordsOf('resend', ['ada@example.com', '--bCd4', '--agent', 'grace']), 2, 'an id');
  for (const name of ['find-all', 'constructor', '']) assert.equal(care.wordsOf(name, []), undefined);
});

test('what is piped in is taken line by line, and an end is nothing typed', async () => {
  const input = new PassThrough();
  const output = new PassThrough();
  const { ask, close } = openAsking({ input, output });
  input.end('first\nsecond\n');
  assert.deepEqual([await ask('One: '), await ask('Two: '), await ask('Three: ')], ['first', 'second', '']);
  close();
  assert.equal(output.read(), null, 'nobody reads questions there');
});

test('at a terminal the question is shown, and nothing of the answer', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = new PassThrough();
  const { ask, close } = openAsking({ input, output });
  const answer = ask('PIN: ');
  input.write('4711\r');
  assert.equal(await answer, '4711');
  close();
  assert.equal(String(output.read()), 'PIN: \n');
});

onDatabase(
  'sqlite',
  'beside the name that an agent types the audit keeps the user that the operating system knows, and lists it',
  async ({ db }) => {
    const { deps, run } = atTheDesk(db);
    await customer(deps);
    await run('check-pin ada@example.com', { typed: [rightPin], agent: 'somebody.else' });
    const options = { kind: 'pin-checked' };
    const given = { words: [], options, ask: async () => '' };
    const { text } = await operatorCommands.audit.run(deps as unknown as OperatorDeps, 'list', given);
    assert.match(text, /pin-checked +yes +agent:somebody\.else .*user root for grace/);
  },
);

test('sudo names whom it has made root, nobody else does, and whoever signed in to the machine is named too', () => {
  const said = { uid: 1001, username: 'grace', sudoUser: undefined, loginUid: undefined };
  assert.equal(operatingUserOf(said), 'grace');
  assert.equal(operatingUserOf({ ...said, sudoUser: 'eve' }), 'grace', 'everybody can set a variable');
  const root = { ...said, uid: 0, username: 'root' };
  assert.equal(operatingUserOf({ ...root, sudoUser: 'grace' }), 'root for grace');
  assert.equal(operatingUserOf({ ...root, sudoUser: 'a b\n' }), 'root');
  assert.equal(operatingUserOf({ ...said, loginUid: 1001 }), 'grace');
  assert.equal(operatingUserOf({ ...said, loginUid: 1002 }), 'grace, signed in as uid 1002');
});
