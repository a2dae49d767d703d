// THREATS 22, 23: nothing in recovery tells whether an address has an account, nor whether that account is usable.
import assert from 'node:assert/strict';
import { setVerifiedPhone } from '../../src/features/accounts/index.ts';
import { hashAnswer, insertQuestions, questionList } from '../../src/features/security-questions/index.ts';
import { minutes } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/database/index.ts';
import { openHashing } from '../../src/platform/hashing/index.ts';
import { ada, grace } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { recoveryTokenTo } from '../support/recoveries.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

// The worker seals the audit in its own time, whoever is answered meanwhile.
const isOfSealer = /"auditChain"|update "auditEvents" set "sequence"/;

const nobody = 'nil@example.com';
const disabled = 'eva@example.com';

/** What a stranger sees at one step: all of it, but for what is different each time anyway. */
async function seen(
  world: SignInWorld,
  browser: Browser,
  { path, fields }: { path: string; fields?: Record<string, string> },
  email: string,
) {
  const method = fields ? 'POST' : 'GET';
  const recovery = browser.valueOf('recovery') ?? '';
  const answer = await forge(world, browser, { path, fields: { recovery, ...fields }, method });
  for (const cookie of answer.headers['set-cookie'] ?? []) browser.cookies.take(cookie, browser.url);
  const plain = (text: string) =>
    questionList
      .reduce((left, question) => left.replaceAll(question, '(question)'), text)
      .replaceAll(email, '(address)')
      .replaceAll(/[2-9A-Z]{4}-[2-9A-Z]{4}/g, '(reference)')
      .replaceAll(/(name="(csrf|recovery)" value=")[^"]+/g, '$1(hidden)')
      .replaceAll(/(ma_recovery=)[^;]+/g, '$1(secret)')
      .replaceAll(/<time .*?<\/time>/g, '(time)');
  const { date: _, 'set-cookie': cookies = [], ...headers } = answer.headers;
  return {
    status: answer.status,
    body: plain(answer.body),
    cookies: cookies.map((each) => plain(each)),
    headers: { ...headers, 'content-length': undefined },
  };
}

/** Everything up to answers that are wrong too often, with what was written on the way. */
async function wholeStory(world: SignInWorld, email: string, written: string[]) {
  const browser = world.browser();
  await browser.visit(`${world.issuer}/recover`);
  const story: (Awaited<ReturnType<typeof seen>> & { path: string; writes: string[] })[] = [];
  const go = async (path: string, fields?: Record<string, string>) => {
    written.length = 0;
    const told = await seen(world, browser, { path, ...(fields && { fields }) }, email);
    story.push({ ...told, path, writes: written.filter((sql) => isOfPages(sql) && !isOfSealer.test(sql)) });
  };
  await go('/recover', { email });
  await browser.visit('/recover/choose');
  await go('/recover/choose');
  await go('/recover/choose', {});
  await go('/recover/choose', { channel: 'sms' });
  await go('/recover/token');
  await go('/recover/new-token', {});
  await go('/recover/token?sent=not-yet');
  world.letPass(minutes(2));
  await go('/recover/choose', { channel: 'email' });
  await go('/recover/token', { token: '' });
  await go('/recover/token', { token: 'AAAA-AAAA' });
  // At rest there is a token for each; mailed it is to none but accounts.
  await go('/recover/token', { token: await recoveryTokenTo(world, email) });
  await browser.visit('/recover/questions');
  await go('/recover/questions');
  await go('/recover/new-password', { password: 'x' });
  await go('/recover/questions', { answer1: 'one', answer2: '', answer3: 'three' });
  for (let tries = 0; tries < 6; tries++)
    await go('/recover/questions', { answer1: 'one', answer2: 'two', answer3: 'three' });
  world.letPass(minutes(61));
  await go('/recover/questions');
  return story;
}

eachDatabase(
  'an address without an account, or with one that is disabled, is answered byte for byte and write for write like any',
  async (fresh, t) => {
    const written: string[] = [];
    const world = await aSignInWorld(fresh, t, {
      onWrite: (sql) => void written.push(sql.replaceAll(/\d{13}/g, '(instant)')),
    });
    const hashing = openHashing({ memoryKiB: 19_456, passes: 2 });
    for (const person of [ada, { ...grace, email: disabled }]) {
      const accountId = await anAccount(world, person);
      const chosen = questionList.slice(0, 3).map((question) => ({ question, answer: 'right' }));
      const questions = await Promise.all(chosen.map((each) => hashAnswer({ hashing }, each)));
      await insertQuestions(fresh.db, { accountId, questions });
      await setVerifiedPhone(fresh.db, accountId, { phone: '+15555550100', verifiedAt: 1 });
    }
    await fresh.db.updateTable('accounts').set({ disabledAt: 1 }).where('email', '=', disabled).execute();

    const known = await wholeStory(world, ada.email, written);
    assert.deepEqual(
      known.map(({ status }) => status),
      [
        303, 200, 422, 303, 200, 303, 200, 303, 422, 422, 303, 200, 303, 422, 422, 422, 422, 422, 422, 429,
        303,
      ],
    );
    const counted = await countedBy(fresh.db);
    assert.deepEqual(
      counted.map(({ budget, tries }) => `${tries} ${budget}`),
      ['5 answers-of-account', '5 answers-of-recovery', '1 new-token-pause', '2 new-tokens', '1 recoveries'],
    );
    for (const email of [nobody, disabled]) {
      assert.deepEqual(await wholeStory(world, email, written), known, email);
      assert.deepEqual(await countedBy(fresh.db), counted, email);
    }
  },
);

/** What the pages have counted since the last time. */
async function countedBy(db: Db): Promise<{ budget: string; tries: number }[]> {
  const counted = await db
    .selectFrom('throttleCounters')
    .select(['budget', 'tries'])
    .where('budget', 'in', [
      'recoveries',
      'new-token-pause',
      'new-tokens',
      'answers-of-recovery',
      'answers-of-account',
    ])
    .orderBy('budget')
    .execute();
  await db.deleteFrom('throttleCounters').execute();
  return counted;
}

/** The worker takes messages up at times of its own, and counts them; what the pages count is looked at apart. */
const isOfPages = (sql: string): boolean =>
  !/"messageEvents"|update "messages"|"throttleCounters"|"auditSeal/.test(sql);
