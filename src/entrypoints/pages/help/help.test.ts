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
  wayBack: async (_, reference) =>
    reference === 'K7QM-2XWD'
      ? { href: '/sign-in/a1', text: 'Back to signing in to Private Cloud' }
      : undefined,
});
const customerCare = { name: 'Customer Care', email: 'care@example.com' };
const topics = topicsFor({ shortestPassword: 15, customerCare });
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

test('the Support portal has its own team, whatever service is chosen beside it', async () => {
  for (const service of ['', '&service=private-cloud']) {
    const answer = answerOf(await read(`/help?topic=support-portal${service}`));
    assert.match(answer, /Client Response Center looks after the Support portal\./);
    assert.match(answer, /response@example\.com/);
    assert.doesNotMatch(answer, /private-cloud@example\.com|inside|Choose the service/);
  }
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

test('Help leads back to the sign-in that it was opened from, and to no other', async () => {
  for (const address of ['/help?reference=K7QM-2XWD', '/help?reference=K7QM-2XWD&topic=password']) {
    assert.match(await read(address), /href="\/sign-in\/a1">.*Back to signing in to Private Cloud/s);
  }
  for (const address of ['/help', '/help?reference=K7QM-2XWF', '/help?reference=x']) {
    assert.doesNotMatch(await read(address), /Back to signing in/);
  }
});

test('whoever has forgotten the password is led to the page that resets it, and told what Customer Care asks for', async () => {
  const answer = answerOf(await read('/help?topic=forgotten-password'));
  assert.match(answer, /<a href="\/recover">Reset your password<\/a>/);
  assert.match(answer, /Customer Care \(<a href="mailto:care@example\.com">/);
  assert.match(answer, /ask for your support PIN/);
  const all = await read('/help');
  assert.doesNotMatch(all, /Customer Care helps|can move it|has moved it|to remove it/);
});

test('whoever waits for an email is told where to see what became of it, and how to correct the address', async () => {
  const answer = answerOf(await read('/help?topic=email'));
  assert.match(answer, /Where's my email/);
  assert.match(answer, /Correct my email address/);
  assert.match(answer, /Only the token of the newest email counts/);
});

test('what people can change by themselves in Manage My Account they are sent there for', async () => {
  const text = await read('/help');
  const about = (id: string) => text.match(new RegExp(`id="${id}"[\\s\\S]*?</details>`))?.[0] ?? '';
  assert.match(about('change-a-link'), /<a href="\/account\/links">/);
  assert.match(about('linking'), /<a href="\/account\/links">/);
  assert.match(about('phone-number'), /<a href="\/account\/contact\/phone">/);
  assert.match(about('passkeys'), /<a href="\/account\/authentication">/);
});

test('nothing is said of an eye as if every browser showed it', async () => {
  assert.match(answerOf(await read('/help?topic=password')), /Where there is an eye beside the field/);
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
  for (const kept of [
    /recovery codes/,
    /key of your OTP app/,
    /passkey/,
    /security questions/,
    /Where you are signed in/,
    /reset of a forgotten password: an hour/i,
    /72 hours/,
    /14 days more/,
    /download a copy of everything/,
  ])
    assert.match(text, kept);
  assert.match(text, /stood on before a change: your password, second factor, PIN and answers/);
  assert.match(
    text,
    /stood on before a change: 7 days, and longer while an address can still be gone back to/,
  );
});

test('whoever has trouble with codes or a QR code is told what to do, and what stands in for a lost phone', async () => {
  const codes = answerOf(await read('/help?topic=codes'));
  assert.match(codes, /automatic time/);
  assert.match(codes, /recovery codes in place of the code/);
  assert.match(codes, /support PIN/);
  const qr = answerOf(await read('/help?topic=qr'));
  assert.match(qr, /three minutes/);
  assert.match(qr, /Can’t scan\?/);
  const question = (await read('/help')).match(/id="multi-factor"[\s\S]*?<\/details>/)?.[0] ?? '';
  assert.match(question, /turn it on later in\s+<a href="\/account\/authentication">/);
});

test('what is said about another account this once does not ask for a box that is not shown', async () => {
  const text = (await read('/help')).match(/id="several-accounts"[\s\S]*?<\/details>/)?.[0] ?? '';
  assert.match(text, /Use another account this once/);
  assert.doesNotMatch(text, /Link my account/);
});
