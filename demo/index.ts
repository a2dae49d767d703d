// The demo: four pretend services with their own users, a mailbox and a phone, all on this machine.
//   start-demo.ts          starts and stops all of it
//   demo-process.ts        the same in a process of its own, whose program is program.ts
//   nodes/                 the same with several nodes of Master Account behind a round-robin
//   demo-configuration.ts  the Lumen example, as Master Account is given it
//   demo-table.ts          what is printed: what runs where, and who can sign in
//   lumen.ts               what is fixed about the services and their users
//   demo-ports.ts          where everything listens
//   demo-log.ts            the log, in a file, so that the table stays in sight
//   demo-secrets.ts        what Master Account and a service know about each other
//   services/              a pretend service; one program serves all four
//   mailbox/               every email arrives here
//   phone/                 every text message arrives here
//   start-page/            the page that leads to everything, with a switch for each service
//   pages/                 the look of all these sites: layout.ts, columns.ts, code-block.ts, site.css
//   listen.ts, open-sqlite.ts, serve-assets.ts, browser-protection.ts   what each of them needs
export { demoConfiguration } from './demo-configuration.ts';
export { openDemoLog } from './demo-log.ts';
export { clashOf } from './demo-ports.ts';
export { startDemoProcess } from './demo-process.ts';
export { demoTable } from './demo-table.ts';
export { startBalancer } from './nodes/balancer.ts';
export { nodesTable, startNodes } from './nodes/start-nodes.ts';
