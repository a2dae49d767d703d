import { startApp } from '../app.ts';
import { withEnvironment } from '../config.ts';
import { noteDemo } from '../noted-demo.ts';
import { complain, options, say } from './command.ts';
import { setUpDemo } from './set-up-demo.ts';
import { stopOnSignal } from './stop-on-signal.ts';

/** Milliseconds. What is confirmed is on the disk already, so nobody waits longer than this for the end of the demo. */
const AT_ONCE = 900;
/** Each node of the demo first lets the round-robin see that it goes. */
const NODES_STOP_WITHIN = 12_000;

/** `demo`: Master Account with pretend services, a mailbox and a phone. */
export async function runDemo(words: string[]): Promise<undefined> {
  const { nodes } = options(words, { nodes: { type: 'string' } });
  if (nodes !== undefined) return demoOfNodes(nodes);
  const { clashOf, startDemoProcess, demoTable, openDemoLog } = await import('../../demo/index.ts');
  const { environment, issuer, ports, configuration } = await setUpDemo(({ port }, ports) => {
    const clash = clashOf(port, ports);
    if (clash) throw new Error(clash);
  });
  const { dataDirectory } = environment;
  const log = openDemoLog(dataDirectory);
  const app = await startApp(withEnvironment(configuration, environment), { logTo: log });
  const report = (fault: string) => app.log.error({ fault }, 'A pretend service failed.');
  const pretend = await startDemoProcess({ issuer, ports, dataDirectory }, report).catch(async (fault) => {
    await app.stop();
    throw fault;
  });
  noteDemo(environment);
  say(demoTable({ issuer, demo: pretend, dataDirectory, logFile: log.file }));
  stopOnSignal(AT_ONCE, { stop: () => app.stop() }, pretend);
}

/** The same with several nodes, each a process of its own, behind a round-robin. */
async function demoOfNodes(wanted: string): Promise<undefined> {
  const count = Number(wanted);
  if (!/^[2-9]$/.test(wanted)) throw new Error(`--nodes takes a number from 2 to 9, not "${wanted}".`);
  const { clashOf, startDemoProcess, demoTable, startNodes, nodesTable } = await import(
    '../../demo/index.ts'
  );
  const { environment, issuer, ports, input } = await setUpDemo(({ port, databaseUrl }, ports) => {
    if (!databaseUrl) {
      throw new Error(
        'Several nodes need PostgreSQL, because the embedded database is for one. Set DATABASE_URL to an empty database of yours: DATABASE_URL=postgres://user:password@localhost/name npm start -- --nodes 3',
      );
    }
    for (let node = 0; node <= count; node++) {
      const clash = clashOf(port + node, ports);
      if (clash) throw new Error(clash);
    }
  });
  const { dataDirectory, databaseUrl = '' } = environment;
  const running = await startNodes({ count, configuration: input, databaseUrl, dataDirectory });
  const pretend = await startDemoProcess({ issuer, ports, dataDirectory }, complain).catch(async (fault) => {
    await running.stop();
    throw fault;
  });
  noteDemo(environment);
  say(demoTable({ issuer, demo: pretend, dataDirectory, logFile: running.logFile }));
  say(nodesTable(running.nodes));
  stopOnSignal(NODES_STOP_WITHIN, running, pretend);
}
