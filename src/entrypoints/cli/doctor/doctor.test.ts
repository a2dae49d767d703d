import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { eachDatabase, onDatabase, temporaryFolder } from '../../../../test/support/databases.ts';
import { freePorts } from '../../../../test/support/ports.ts';
import { scriptedRelay } from '../../../../test/support/scripted-relay.ts';
import { days } from '../../../kernel/index.ts';
import { migrations } from '../../../migrations.ts';
import { openDatabase } from '../../../platform/database/index.ts';
import {
  type ExaminedDomains,
  type ExaminedKeys,
  examineAll,
  examineBounces,
  examineDatabase,
  examineDns,
  examineFiles,
  examineIssuer,
  examineKeys,
  examineMonitoring,
  examineRelay,
  examineService,
  exitCodeOf,
  type Finding,
  findingsText,
  type Names,
} from './index.ts';

/** `database ok`, `tables attention`: what was found, in order. */
const verdicts = (findings: readonly Finding[]) =>
  findings.map(({ about, verdict }) => `${about} ${verdict}`);

async function answering(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

eachDatabase('a database that answers, is durable and has all tables is well', async ({ db, kind }) => {
  const database = { db, kind, close: async () => undefined };
  const findings = await examineDatabase(database, migrations);
  const clock = kind === 'postgres' ? ['clock ok'] : [];
  // The one that tests start is not: it is thrown away after them.
  const durability = findings.find(({ about }) => about === 'durability')?.verdict;
  assert.deepEqual(verdicts(findings), ['database ok', `durability ${durability}`, ...clock, 'tables ok']);
  assert.equal(durability, kind === 'postgres' ? 'fault' : 'ok');
  const before = await examineDatabase(database, [
    ...migrations,
    { name: '9999-next', up: async () => undefined },
  ]);
  assert.match(before.at(-1)?.says ?? '', /not yet run: 9999-next/);
  const after = await examineDatabase(database, migrations.slice(0, -1));
  assert.match(after.at(-1)?.says ?? '', /a newer program has been here/);
});

test('a database that does not answer, or is none, is a fault, and its password is not printed', async (t) => {
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'x.sqlite');
  writeFileSync(file, 'no database at all, but long enough to be taken for one'.repeat(100));
  for (const database of [
    openDatabase({ url: 'postgres://ada:canary@127.0.0.1:9/x' }),
    openDatabase({ file }),
  ]) {
    const findings = await examineDatabase(database, migrations);
    await database.close().catch(() => undefined);
    assert.deepEqual(verdicts(findings), ['database fault']);
    assert.doesNotMatch(findingsText(findings), /canary/);
  }
});

onDatabase(
  'sqlite',
  'an empty database is told from a damaged one',
  async ({ db, kind }) => {
    const findings = await examineDatabase({ db, kind, close: async () => undefined }, migrations);
    assert.deepEqual(verdicts(findings).at(-1), 'tables attention');
  },
  { migrations: [] },
);

test('a relay that lets us in is well, and gets no mail by that', async (t) => {
  const relay = await scriptedRelay(t);
  const settings = { host: '127.0.0.1', port: relay.port, secure: false, requireTls: false };
  assert.deepEqual(verdicts(await examineRelay(settings)), ['relay 127.0.0.1 ok']);
  assert.deepEqual(
    relay.heard.filter((line) => /^(MAIL|RCPT|DATA)/.test(line)),
    [],
  );
});

test('a relay is told by where it ended: connection, TLS, sign-in', async (t) => {
  const plain = { host: '127.0.0.1', secure: false, requireTls: false } as const;
  const away = await examineRelay({ ...plain, port: 9 });
  assert.match(away[0]?.todo ?? '', /can be reached/);
  const relay = await scriptedRelay(t);
  const noTls = await examineRelay({ ...plain, port: relay.port, requireTls: true });
  assert.match(noTls[0]?.todo ?? '', /certificate|STARTTLS/, JSON.stringify(noTls));
  const strict = await scriptedRelay(t, { ehlo: '250-relay\r\n250 AUTH PLAIN' });
  const refused = await examineRelay({ ...plain, port: strict.port, user: 'ada', password: 'canary' });
  assert.match(refused[0]?.todo ?? '', /user and password/, JSON.stringify(refused));
  assert.deepEqual(new Set(verdicts([...away, ...noTls, ...refused])), new Set(['relay 127.0.0.1 fault']));
  const text = findingsText(refused);
  assert.ok(
    !text.includes('canary') && !text.includes(Buffer.from('\0ada\0canary').toString('base64')),
    text,
  );
});

const domains: ExaminedDomains = {
  from: 'ctl.io',
  bounces: 'bounces.ctl.io',
  dkim: { domain: 'ctl.io', selector: '2026a', publicKey: 'MIIBIjANBg' },
};

/** A name server that knows these; whatever else is asked for is not there. */
function nameServer(texts: Record<string, string[]>, mx: Record<string, string> = {}): Names {
  const nothing = () => Promise.reject(Object.assign(new Error('nothing'), { code: 'ENOTFOUND' }));
  return {
    // Long texts come in parts.
    resolveTxt: async (name) => texts[name]?.map((text) => text.match(/.{1,40}/g) ?? []) ?? nothing(),
    resolveMx: async (name) => (mx[name] ? [{ exchange: mx[name], priority: 10 }] : nothing()),
  };
}

const goodTexts = {
  'bounces.ctl.io': ['google-site-verification=x', 'v=spf1 include:relay.example.com -all'],
  '2026a._domainkey.ctl.io': ['v=DKIM1; k=rsa; p=MIIBIj ANBg'],
  '_dmarc.ctl.io': ['v=DMARC1; p=reject; rua=mailto:dmarc@ctl.io'],
};

test('names that receivers look up are well where each says what it should', async () => {
  const findings = await examineDns(nameServer(goodTexts, { 'bounces.ctl.io': 'mx.ctl.io' }), domains);
  assert.deepEqual(verdicts(findings), ['SPF ok', 'DKIM ok', 'DMARC ok', 'return path ok']);
});

test('each record that is missing is said, with the record to publish', async () => {
  const findings = await examineDns(nameServer({}), domains);
  assert.deepEqual(verdicts(findings), ['SPF fault', 'DKIM fault', 'DMARC attention', 'return path fault']);
  assert.match(findings[1]?.todo ?? '', /2026a\._domainkey\.ctl\.io: v=DKIM1; k=rsa; p=MIIBIjANBg/);
});

test('a record that is there and does harm is a fault: two SPF, SPF for everybody, another key, nothing aligned', async () => {
  const look = async (texts: Record<string, string[]>, others: Partial<ExaminedDomains> = {}) =>
    verdicts(
      await examineDns(nameServer({ ...goodTexts, ...texts }, { 'bounces.ctl.io': 'mx' }), {
        ...domains,
        ...others,
      }),
    );
  assert.ok((await look({ 'bounces.ctl.io': ['v=spf1 -all', 'v=spf1 ~all'] })).includes('SPF fault'));
  for (const all of ['+all', 'all']) {
    assert.ok((await look({ 'bounces.ctl.io': [`v=spf1 ${all}`] })).includes('SPF fault'), all);
  }
  assert.ok((await look({ '2026a._domainkey.ctl.io': ['v=DKIM1; p=OTHER'] })).includes('DKIM fault'));
  assert.ok((await look({ '_dmarc.ctl.io': ['v=DMARC1; p=none'] })).includes('DMARC attention'));
  const foreign = { bounces: 'mailer.example', dkim: undefined };
  assert.ok((await look({}, foreign)).includes('DMARC fault'));
  const silent: Names = {
    resolveTxt: () => Promise.reject(Object.assign(new Error(), { code: 'ETIMEOUT' })),
    resolveMx: () => Promise.reject(Object.assign(new Error(), { code: 'ESERVFAIL' })),
  };
  assert.ok(verdicts(await examineDns(silent, domains)).every((verdict) => verdict.endsWith('attention')));
});

test('a verifier is well only where it turns away what is not signed', async (t) => {
  for (const [status, verdict] of [
    [401, 'ok'],
    [403, 'ok'],
    [200, 'fault'],
    [404, 'fault'],
    [500, 'attention'],
  ] as const) {
    let heard: string | undefined;
    const url = await answering(t, (request, response) => {
      heard = String(request.headers['webhook-signature']);
      response.writeHead(status).end('{}');
    });
    const service = { id: 'x', verifier: { url }, client: { internalHosts: [] } };
    assert.deepEqual(verdicts(await examineService(service, 0)), [`verifier x ${verdict}`], String(status));
    assert.equal(heard, 'undefined');
  }
  const gone = { id: 'x', verifier: { url: 'http://127.0.0.1:9/' }, client: { internalHosts: [] } };
  const [finding] = await examineService(gone, 0);
  assert.match(finding?.says ?? '', /cannot be reached \(ECONNREFUSED\)/);
});

test('the public address is well where it leads to a server of ours, for this address, that is ready', async (t) => {
  const said = { issuer: '', ready: 200 };
  const issuer = await answering(t, (request, response) => {
    if (request.url === '/health/ready') return void response.writeHead(said.ready).end();
    response.end(JSON.stringify({ issuer: said.issuer }));
  });
  said.issuer = issuer;
  assert.deepEqual(verdicts(await examineIssuer(issuer, 0)), ['public address ok', 'readiness ok']);
  said.ready = 503;
  assert.deepEqual(verdicts(await examineIssuer(issuer, 0)), ['public address ok', 'readiness attention']);
  said.issuer = 'https://other.example.com';
  assert.deepEqual(verdicts(await examineIssuer(issuer, 0)), ['public address fault']);
  const other = await answering(t, (_, response) => void response.end('<h1>It works!</h1>'));
  assert.deepEqual(verdicts(await examineIssuer(other, 0)), ['public address fault']);
  const nobody = `http://127.0.0.1:${await freePorts(1)}`;
  assert.match((await examineIssuer(nobody, 0))[0]?.says ?? '', /ECONNREFUSED/);
});

test('secrets that others can read are faults, each with the command that mends it', async (t) => {
  const folder = temporaryFolder();
  t.after(() => rmSync(folder, { recursive: true }));
  const [data, key, config] = [
    join(folder, 'data'),
    join(folder, 'data', 'sealing.key'),
    join(folder, 'x.yaml'),
  ];
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(key, 'x', { mode: 0o600 });
  writeFileSync(config, 'x', { mode: 0o640 });
  const files = { dataDirectory: data, secrets: [key, join(data, 'not-there')], configuration: config };
  const modes = async () =>
    verdicts(await examineFiles(files)).filter((text) => text.startsWith('file modes'));
  assert.deepEqual(await modes(), ['file modes ok']);
  chmodSync(key, 0o640);
  assert.deepEqual(await modes(), ['file modes fault']);
  assert.match(findingsText(await examineFiles(files)), new RegExp(`chmod 600 ${key}`));
  chmodSync(key, 0o600);
  chmodSync(data, 0o777);
  assert.deepEqual(await modes(), ['file modes fault', 'file modes ok']);
  chmodSync(data, 0o700);
  chmodSync(config, 0o644);
  assert.deepEqual(await modes(), ['file modes attention', 'file modes ok']);
});

test('keys are looked at: a wrong or missing one before anybody meets it, and one that nobody replaces', () => {
  const now = days(1000);
  const good: ExaminedKeys = {
    configured: undefined,
    keyFile: 'data/sealing.key',
    keyFileIsThere: true,
    databaseIsThere: true,
    severalNodes: false,
    signing: [{ alg: 'ES256', signsFrom: now - days(40), opens: true }],
    now,
  };
  const look = (others: Partial<ExaminedKeys>) => verdicts(examineKeys({ ...good, ...others }));
  assert.deepEqual(look({}), ['sealing key ok', 'signing keys ok']);
  assert.deepEqual(look({ keyFileIsThere: false })[0], 'sealing key fault');
  assert.deepEqual(look({ keyFileIsThere: false, databaseIsThere: false })[0], 'sealing key attention');
  assert.deepEqual(look({ severalNodes: true })[0], 'sealing key fault');
  assert.deepEqual(look({ severalNodes: true, configured: 1 })[0], 'sealing key ok');
  const wrong = [{ alg: 'ES256', signsFrom: now, opens: false }];
  assert.deepEqual(look({ signing: wrong, configured: 1 })[0], 'sealing key fault');
  const old = [{ alg: 'ES256', signsFrom: now - days(120), opens: true }];
  assert.deepEqual(look({ signing: old })[1], 'signing keys attention');
});

test('metrics that others than this machine can reach are told, and a collector that takes no traces', async (t) => {
  const listening = async (host: string) =>
    verdicts(await examineMonitoring({ metrics: { listen: { host, port: 9464 } } }));
  for (const host of ['127.0.0.1', '::1', 'localhost'])
    assert.deepEqual(await listening(host), ['metrics ok']);
  for (const host of ['0.0.0.0', '::', '10.0.0.7', 'account.example.com']) {
    assert.deepEqual(await listening(host), ['metrics attention'], host);
  }
  const url = await answering(t, (request, response) => {
    const isKnown = request.headers.authorization === 'Bearer canary' && request.url === '/v1/traces';
    response.writeHead(isKnown ? 200 : 401).end();
  });
  const traced = (endpoint: string, authorization: string) =>
    examineMonitoring({ tracing: { endpoint, headers: { authorization } } });
  assert.deepEqual(verdicts(await traced(`${url}/v1/traces`, 'Bearer canary')), ['traces ok']);
  const refused = await traced(url, 'Bearer canary');
  assert.deepEqual(verdicts(refused), ['traces fault']);
  assert.doesNotMatch(JSON.stringify(refused), /Bearer/);
  assert.deepEqual(verdicts(await traced('http://127.0.0.1:9/v1/traces', 'Bearer canary')), [
    'traces attention',
  ]);
  assert.deepEqual(await examineMonitoring({}), []);
});

test('where bounces come in is looked at', async (t) => {
  const relay = await scriptedRelay(t);
  const listen = { host: '127.0.0.1', port: relay.port };
  assert.deepEqual(verdicts(await examineBounces({ listen })), ['bounces ok']);
  assert.deepEqual(verdicts(await examineBounces({ listen: { ...listen, port: 9 } })), ['bounces attention']);
  const imap = { host: '127.0.0.1', port: 9, secure: false, user: 'x', password: 'canary', mailbox: 'INBOX' };
  const findings = await examineBounces({ imap });
  assert.deepEqual(verdicts(findings), ['bounces fault']);
  assert.doesNotMatch(JSON.stringify(findings), /canary/);
});

test('what fails while it is looked at is told without its text, and the others are told all the same', async () => {
  const findings = await examineAll([
    { about: 'one', examine: () => Promise.reject(new Error('canary')) },
    { about: 'two', examine: async () => [{ about: 'two', verdict: 'ok', says: 'well\u001b[2J' }] },
  ]);
  assert.deepEqual(verdicts(findings), ['one fault', 'two ok']);
  const text = findingsText(findings);
  assert.ok(!text.includes('canary') && !text.includes('\u001b'), text);
  assert.match(text, /^FAULT {6}one/m);
  assert.match(text, /1 faults, 0 to look at, 1 well\.$/);
  assert.deepEqual([exitCodeOf(findings), exitCodeOf(findings.slice(1))], [1, 0]);
});
