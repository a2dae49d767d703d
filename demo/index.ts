// The demo: four pretend services with their own users, and a mailbox, all on this machine.
//   start-demo.ts          starts and stops all of it
//   demo-configuration.ts  the Lumen example, as Master Account is given it
//   demo-table.ts          what is printed: what runs where, and who can sign in
//   services/ mailbox/ start-page/   the parts; lumen.ts says what is fixed about the services
export { demoConfiguration } from './demo-configuration.ts';
export { demoTable } from './demo-table.ts';
export { type Demo, type DemoSettings, startDemo } from './start-demo.ts';
