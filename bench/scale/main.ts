// The figures of docs/scale.md: node bench/scale/main.ts
import { BYTES, FLUSH, HASH, HOP, MEASURED, READS, SIGN_IN, STATEMENT, WRITES } from './measured.ts';
import { always, exponential, type Simulated, type Station, simulate } from './simulate.ts';

const say = (text: string) => void process.stdout.write(`${text}\n`);
const round = (value: number, digits = 0) => Number(value.toFixed(digits)).toLocaleString('en');
const ms = (seconds: number) => `${round(seconds * 1000)} ms`;
const percent = (share: number) => `${round(share * 100, 1)} %`;

/** One node: the thread that answers, the lanes that hash, with the room that the product gives them. */
function nodeOf(lanes: number): Station[] {
  return [
    { name: 'answers', servers: 1, time: exponential(SIGN_IN) },
    {
      name: 'hashes',
      servers: lanes,
      time: always(HASH),
      room: Math.max(4 * lanes, Math.floor((1.5 / HASH) * lanes)),
    },
  ];
}

say('## One node of two cores, as measured\n');
const hops = simulate(
  [{ name: 'answers', servers: 1, time: always(HOP) }],
  [{ name: 'hop', path: [0], always: 16 }],
  60,
);
// On two cores the thread that answers and those that hash share them: each piece of work is one server of two.
const core = { name: 'cores', servers: 2, time: exponential(HASH + SIGN_IN) };
const signIns = simulate([core], [{ name: 'sign-in', path: [0], always: 16 }], 600);
say('| | measured | simulated |\n| --- | --- | --- |');
say(
  `| single sign-ons a second, 16 at once | ${MEASURED.hopsPerSecond} | ${round(hops.kinds['hop']?.perSecond ?? 0)} |`,
);
say(
  `| sign-ins a second, 16 at once | ${MEASURED.signInsPerSecond} | ${round(signIns.kinds['sign-in']?.perSecond ?? 0)} |`,
);

say('\n## One node of four cores: one that answers, three that hash\n');
say('| sign-ins a second that come | through | refused | p50 | p99 | hashing busy | answering busy |');
say('| --- | --- | --- | --- | --- | --- | --- |');
for (const rate of [30, 45, 50, 55, 60]) {
  const outcome = simulate(nodeOf(3), [{ name: 'sign-in', path: [0, 1], rate }], 300);
  const { perSecond = 0, refused = 0, p50 = 0, p99 = 0 } = outcome.kinds['sign-in'] ?? {};
  say(
    `| ${rate} | ${round(perSecond)} | ${percent(refused)} | ${ms(p50)} | ${ms(p99)} | ${percent(outcome.busy['hashes'] ?? 0)} | ${percent(outcome.busy['answers'] ?? 0)} |`,
  );
}

const wanted = 10_000;
const onNode = 45;
const nodes = Math.ceil(wanted / onNode);
say(`\n## ${round(wanted)} sign-ins a second\n`);
say(
  `Nodes of four cores at ${onNode} a second each: ${nodes}, and a tenth more for one that is away: ${Math.ceil(nodes * 1.1)}.`,
);
say(
  `Cores that hash alone: ${round(wanted * HASH)}; all cores of the nodes: ${round(Math.ceil(nodes * 1.1) * 4)}.`,
);
const writes = wanted * WRITES.signIn;
const statements = wanted * (WRITES.signIn + READS.signIn);
say(`Statements that write: ${round(writes)} a second; all statements: ${round(statements)} a second.`);
say(
  `Processors of the database at ${STATEMENT * 1e6} µs each: ${round(statements * STATEMENT)}; twice that, to be half idle.`,
);

say('\n## The database in shards, 16 cores and one disk each\n');
say('| shards | statements a second on each | cores busy | statement that writes, p99 |');
say('| --- | --- | --- | --- |');
for (const shards of [6, 8, 12, 16, 32]) {
  const outcome = shard(statements / shards, writes / shards);
  say(
    `| ${shards} | ${round(statements / shards)} | ${percent(outcome.busy['cores'] ?? 0)} | ${ms(outcome.kinds['write']?.p99 ?? 0)} |`,
  );
}

/** Statements that read need cores; those that write wait for the disk too, and share its flushes. */
function shard(all: number, writing: number): Simulated {
  return simulate(
    [
      { name: 'cores', servers: 16, time: exponential(STATEMENT) },
      { name: 'disk', servers: 1, time: always(FLUSH), together: 200 },
    ],
    [
      { name: 'read', path: [0], rate: all - writing },
      { name: 'write', path: [0, 1], rate: writing },
    ],
    3,
  );
}

say('\n## 100 million accounts\n');
say('| table | bytes an account | all |\n| --- | --- | --- |');
let sum = 0;
for (const [table, bytes] of Object.entries(BYTES)) {
  sum += bytes;
  say(`| ${table} | ${round(bytes)} | ${round(bytes / 10)} GB |`);
}
say(`| all | ${round(sum)} | ${round(sum / 10)} GB |`);
say(
  `\nEach sign-in adds two or three events of the audit, ${round(BYTES.auditEvents / 8)} bytes each: at ${round(wanted)} a second ${round((wanted * 3 * BYTES.auditEvents) / 8 / 1e6, 1)} MB a second.`,
);
