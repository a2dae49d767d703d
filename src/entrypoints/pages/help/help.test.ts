import assert from 'node:assert/strict';
import { test } from 'node:test';
import { helpPages } from './index.ts';
import { topics as topicsFor } from './topics.ts';

const services = [
  {
    id: 'private-cloud',
    name: 'Private Cloud',
    product: 'Dedicated Cloud Compute',
    support: { name: 'Private Cloud support', email: 'private-cloud@example.com' },
  },
];
const pages = helpPages({
  shell: () => ({ brand: { name: 'Lumen', mark: '' }, reference: 'HHHH-HHHH' }),
  support: {
    customerCare: { name: 'Customer Care', email: 'care@example.com' },
    clientResponseCenter: { name: 'Client Response Center', email: 'response@example.com' },
  },
  services,
});
const topics = topicsFor({ shortestPassword: 15 });
const read = async (address: string) => (await pages.request(address)).text();
/** The part of the page that answers what was chosen. */
const answerOf = (text: string) => text.match(/<section class="answer"[\s\S]*?<\/section>/)?.[0] ?? '';

test('every trouble is answered, with the team that looks after it', async () => {
  for (const { id, trouble, team } of topics) {
    const text = await read(`/help?topic=${id}`);
    const answer = answerOf(text);
    assert.doesNotMatch(text, new RegExp(`id="${id}"`), 'what is answered is not listed again');
    assert.ok(answer.includes(trouble), id);
    assert.match(answer, team === 'customer-care' ? /care@example\.com/ : /response@example\.com/, id);
  }
});

test('trouble inside a service goes to the Client Response Center, by the contact of that service', async () => {
  const answer = answerOf(await read('/help?topic=inside-a-service&service=private-cloud'));
  assert.match(answer, /Client Response Center looks after what happens inside Private Cloud/);
  assert.match(answer, /private-cloud@example\.com/);
  assert.doesNotMatch(answer, /care@example\.com/);
});

test('trouble with getting to a service is Customer Care’s, whichever service it is', async () => {
  const answer = answerOf(await read('/help?topic=unreachable&service=private-cloud'));
  assert.match(answer, /care@example\.com/);
  assert.doesNotMatch(answer, /private-cloud@example\.com/);
});

test('the reference of the page that went wrong is carried through Help, into the mail and the next question', async () => {
  const text = await read('/help?reference=K7QM-2XWD&topic=password');
  assert.match(answerOf(text), /K7QM-2XWD/);
  assert.match(text, /name="reference" value="K7QM-2XWD"/);
  assert.match(text, /subject=Reference%20K7QM-2XWD/);
  assert.doesNotMatch(text, /HHHH-HHHH/);
});

test('what does not look like a reference is not repeated', async () => {
  const text = await read('/help?reference=Call%20555-0199%20now');
  assert.doesNotMatch(text, /555-0199/);
  assert.match(text, /HHHH-HHHH/);
});

test('Help works without a script: the question is a form sent by GET, and each answer has an address', async () => {
  const text = await read('/help');
  assert.match(text, /<form [^>]*method="get" action="\/help#answer"/);
  for (const { id } of topics) assert.match(text, new RegExp(`id="${id}"`));
});

test('a topic or service that does not exist shows the question', async () => {
  const answer = await pages.request('/help?topic=constructor&service=__proto__');
  assert.equal(answer.status, 200);
  assert.equal(answerOf(await answer.text()), '');
});

test('no id stands twice on the page', async () => {
  for (const address of ['/help', '/help?topic=password']) {
    const ids = [...(await read(address)).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length, address);
  }
});

test('privacy says what is kept, and whom to ask', async () => {
  const text = await read('/privacy');
  assert.match(text, /What is kept/);
  assert.match(text, /For how long/);
  assert.match(text, /care@example\.com/);
});

test('codes and QR codes, which are not asked for yet, are not told of as if they were', async () => {
  for (const topic of ['codes', 'qr']) {
    const answer = answerOf(await read(`/help?topic=${topic}`));
    assert.match(answer, /does not (ask for|show) (QR )?codes yet/);
    assert.doesNotMatch(answer, /recovery code|The page then shows|three minutes/);
  }
  const question = (await read('/help')).match(/id="multi-factor"[\s\S]*?<\/details>/)?.[0] ?? '';
  assert.match(question, /Codes are not asked for yet/);
});

test('what is said about another account this once does not ask for a box that is not shown', async () => {
  const text = (await read('/help')).match(/id="several-accounts"[\s\S]*?<\/details>/)?.[0] ?? '';
  assert.match(text, /Use another account this once/);
  assert.doesNotMatch(text, /Link my account/);
});
