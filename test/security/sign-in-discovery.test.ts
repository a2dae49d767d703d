// THREATS 22: nothing tells whether an address has an account, nor whether that account is usable.
import assert from 'node:assert/strict';
import { ada, grace } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { eachDatabase } from '../support/databases.ts';
import { forge } from '../support/forged-forms.ts';
import { anAccount, aSignInWorld, type SignInWorld } from '../support/sign-in-world.ts';

const nobody = 'nil@example.com';

/** What a stranger sees at one step: all of it, but for what is different each time anyway. */
async function seen(
  world: SignInWorld,
  browser: Browser,
  post: { path: string; fields?: object },
  email: string,
) {
  const [method, fields] = post.fields ? ['POST', post.fields] : ['GET', {}];
  const answer = await forge(world, browser, { path: post.path, fields: { ...fields }, method });
  for (const cookie of answer.headers['set-cookie'] ?? []) browser.cookies.take(cookie, browser.url);
  const attempt = post.path.split('/')[2] ?? '';
  const plain = (text: string) =>
    text
      .replaceAll(email, '(address)')
      .replaceAll(encodeURIComponent(email), '(address)')
      .replaceAll(attempt, '(attempt)')
      .replaceAll(/[2-9A-Z]{4}-[2-9A-Z]{4}/g, '(reference)')
      .replaceAll(/(name="csrf" value=")[^"]+/g, '$1(csrf)')
      .replaceAll(/(challenge&quot;:&quot;)[\w-]{107}&/g, '$1(challenge)&');
  const { date: _, 'set-cookie': cookies = [], ...headers } = answer.headers;
  const sizeless = { ...headers, 'content-length': undefined, location: plain(headers.location ?? '') };
  return {
    status: answer.status,
    body: plain(answer.body),
    cookies: cookies.map((each) => plain(each)),
    sizeless,
  };
}

/** Everything from the address to the wait after too many passwords, with what was written on the way. */
async function wholeStory(world: SignInWorld, email: string, written: string[]) {
  const browser = world.browser();
  await world.send(browser);
  const hub = browser.url.pathname.replace(/\/email$/, '');
  const story = [];
  const steps = [
    { path: `${hub}/email`, fields: { email } },
    { path: hub },
    { path: `${hub}/password` },
    ...Array.from({ length: 7 }, () => ({ path: `${hub}/password`, fields: { password: 'wrong' } })),
    { path: `${hub}/password`, fields: { password: '' } },
    { path: `${hub}/email` },
    { path: `${hub}/link`, fields: { username: 'bob', password: 'legacy-password' } },
  ];
  for (const step of steps) {
    written.length = 0;
    story.push({ ...(await seen(world, browser, step, email)), writes: [...written] });
  }
  return story;
}

eachDatabase(
  'with discovery hidden an address without an account is answered, byte for byte and write for write, like any',
  async (fresh, t) => {
    const written: string[] = [];
    const world = await aSignInWorld(fresh, t, {
      change: (configuration) => ({ ...configuration, accountDiscovery: 'hidden' }),
      onWrite: (sql) => written.push(sql.replaceAll(/\d{13}/g, '(instant)')),
    });
    await anAccount(world, ada);
    await anAccount(world, { ...grace, email: 'eva@example.com' });
    await fresh.db
      .updateTable('accounts')
      .set({ disabledAt: 1 })
      .where('email', '=', 'eva@example.com')
      .execute();
    const known = await wholeStory(world, ada.email, written);
    assert.deepEqual(
      known.map(({ status }) => status),
      [303, 303, 200, 422, 422, 422, 422, 422, 429, 429, 422, 200, 303],
    );
    assert.ok(known[3]?.body.includes('Create account'));
    assert.ok((known[3]?.writes.length ?? 0) >= 3, 'a try is counted and put down in the audit');
    assert.deepEqual(await wholeStory(world, nobody, written), known);
    assert.deepEqual(await wholeStory(world, 'eva@example.com', written), known);
  },
);

eachDatabase('in open mode nothing tells a disabled account from a usable one', async (fresh, t) => {
  const written: string[] = [];
  const onWrite = (sql: string) => void written.push(sql.replaceAll(/\d{13}/g, '(instant)'));
  const world = await aSignInWorld(fresh, t, { onWrite });
  await anAccount(world, ada);
  await anAccount(world, { ...grace, email: 'eva@example.com' });
  await fresh.db
    .updateTable('accounts')
    .set({ disabledAt: 1 })
    .where('email', '=', 'eva@example.com')
    .execute();
  const known = await wholeStory(world, ada.email, written);
  assert.deepEqual(await wholeStory(world, 'eva@example.com', written), known);
});
