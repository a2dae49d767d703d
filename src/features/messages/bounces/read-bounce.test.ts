import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { bounceMail, bounces } from '../../../../test/fixtures/bounces.ts';
import { reportOf } from '../delivery-report.ts';
import { readBounce } from './read-bounce.ts';

const names = Object.keys(bounces);
const reports = names.filter((name) => bounces[name]);

test('every mail among the fixtures is expected to say something, or nothing', () => {
  const mails = readdirSync(new URL('../../../../test/fixtures/bounces', import.meta.url)).filter((file) =>
    file.endsWith('.eml'),
  );
  assert.deepEqual(mails.map((file) => file.replace('.eml', '')).sort(), names.toSorted());
  assert.ok(reports.length >= 40, `${reports.length} reports`);
});

test('what mail servers write about mail is understood', async (t) => {
  for (const [name, expected] of Object.entries(bounces)) {
    await t.test(name, () => {
      const said = readBounce(bounceMail(name));
      if (!expected || !said) return assert.equal(said, expected);
      const { words: begin, ...facts } = expected;
      const { what, code, server, words } = said;
      assert.deepEqual({ what, code, server }, facts);
      assert.equal(words?.slice(0, begin?.length), begin);
    });
  }
});

/** What "Where's my email?" says of a message that the relay took, once the mail has come back to its return path. */
function reportAfter(name: string) {
  const said = readBounce(bounceMail(name));
  const relayed = {
    try: 1,
    what: 'sent',
    at: 1,
    source: 'smtp',
    code: '250',
    words: 'ok',
    server: null,
  } as const;
  const { what, code = null, words = null, server = null } = said ?? relayed;
  const later = { try: 1, what, at: 2, source: 'bounce', code, words, server } as const;
  return reportOf({ recipient: 'ada@example.com', sentAt: 1, learnedAt: 2 }, [
    relayed,
    ...(said ? [later] : []),
  ]);
}

test('whatever the server, the person reads the right one of the four sentences', () => {
  const states = { delivered: 'sent', delayed: 'waiting', bounced: 'bounced', blocked: 'blocked' } as const;
  for (const [name, expected] of Object.entries(bounces)) {
    const { state, reason } = reportAfter(name);
    assert.equal(state, expected ? states[expected.what] : 'sent', name);
    assert.equal(reason !== undefined, state === 'bounced' || state === 'blocked', name);
  }
  const reasonOf = (name: string) => reportAfter(name).reason;
  assert.equal(reasonOf('exim-null-mx'), 'an MX or SRV record indicated no SMTP service');
  assert.equal(reasonOf('exim-silent'), 'retry timeout exceeded');
  assert.equal(reasonOf('exim-several-lines')?.slice(0, 40), 'Our system has detected that this messag');
  assert.equal(reasonOf('opensmtpd-expired'), 'Envelope expired');
  for (const name of ['exim-local-program', 'opensmtpd-local-program'])
    assert.equal(reasonOf(name), 'Sorry, no such list', name);
  assert.equal(reasonOf('exchange-french-text'), 'La boîte aux lettres du destinataire est pleine.');
});

test('when it happened is taken from the report, else from the mail, else left open', () => {
  const at = (name: string) => {
    const instant = readBounce(bounceMail(name))?.at;
    return instant === undefined ? undefined : new Date(instant).toISOString();
  };
  assert.equal(at('sendmail-no-such-user'), '2026-05-04T09:00:03.000Z');
  assert.equal(at('gmail-no-such-user'), '2026-05-04T09:00:04.000Z');
  assert.equal(at('qmail-no-such-user'), '2026-05-04T09:00:05.000Z');
  assert.equal(at('odd-dates'), undefined);
});

test('a report that comes twice is one word, by whichever way it came', () => {
  for (const name of reports) {
    const raw = bounceMail(name);
    const again = Buffer.concat([
      Buffer.from('Received: from elsewhere; Mon, 4 May 2026 10:00:00 +0000\n'),
      raw,
    ]);
    assert.equal(readBounce(again)?.wordId, readBounce(raw)?.wordId, name);
  }
  const ids = reports.map((name) => readBounce(bounceMail(name))?.wordId);
  assert.equal(new Set(ids).size, ids.length);
});

test('line ends of every kind say the same', () => {
  for (const name of reports) {
    const text = bounceMail(name).toString('latin1');
    if (text.includes('\r')) continue;
    const expected = readBounce(bounceMail(name));
    for (const lineEnd of ['\r\n', '\r']) {
      const other = readBounce(Buffer.from(text.replaceAll('\n', lineEnd), 'latin1'));
      assert.deepEqual(other, expected, name);
    }
  }
});

test('words name nobody: whom a mail was forwarded to is not told', () => {
  for (const name of reports) {
    const { words = '', server = '' } = readBounce(bounceMail(name)) ?? {};
    assert.doesNotMatch(`${words} ${server}`, /@/, name);
  }
});

const splinters = [
  '\n\n',
  '\r',
  'Content-Type: multipart/mixed; boundary=""\n',
  '\nStatus: 9.9.9\n',
  '=?utf-8?b?////?=',
  '=FF=',
  '\0',
  'Diagnostic-Code: smtp; 550 5.1.1 <"a b"@example.com> ada@example.com,bob@example.com\n',
];

test('a mail that is damaged anywhere is read without a fault, and still names nobody', () => {
  const damaged = fc
    .record({
      name: fc.constantFrom(...names),
      cuts: fc.array(fc.tuple(fc.nat(), fc.nat(400)), { maxLength: 5 }),
      insertions: fc.array(
        fc.tuple(fc.nat(), fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...splinters))),
        { maxLength: 5 },
      ),
    })
    .map(({ name, cuts, insertions }) => {
      let text = bounceMail(name).toString('latin1');
      for (const [at, length] of cuts) {
        const from = at % (text.length + 1);
        text = text.slice(0, from) + text.slice(from + length);
      }
      for (const [at, splinter] of insertions) {
        const from = at % (text.length + 1);
        text = text.slice(0, from) + splinter + text.slice(from);
      }
      return Buffer.from(text, 'latin1');
    });
  fc.assert(
    fc.property(damaged, (raw) => assert.doesNotMatch(readBounce(raw)?.words ?? '', /@/)),
    { numRuns: 200 },
  );
});
