// How fast and how large Master Account is on this machine, against the limits that it keeps:
//
//     node bench/sign-on.ts
import { setTimeout as sleep } from 'node:timers/promises';
import { comeInFor, type Person, signIn } from '../test/journeys/people.ts';
import { newBrowser } from '../test/support/browser.ts';
import { type Line, print } from './lines.ts';
import { type Program, startProgram } from './program.ts';

const signOns = 1000;
const passwordSignIns = 40;
const service = { serviceId: 'managed-hosting', username: 'alice' };
const ada: Person = {
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
  password: 'a lantern over wide water',
};

async function measure(program: Program): Promise<Line[]> {
  await sleep(500);
  const afterStart = program.memory();
  const signOn = await measureSignOns(program);
  const afterSignOns = program.memory();
  return [
    { what: 'start', measured: program.startedIn, unit: 'ms', limit: 2000 },
    { what: 'memory after start', measured: afterStart, unit: 'MB', limit: 150 },
    { what: `memory after ${signOns} single sign-ons`, measured: afterSignOns, unit: 'MB', limit: 230 },
    { what: 'one single sign-on, the service included', measured: signOn, unit: 'ms' },
    { what: 'password sign-ins', measured: await measurePasswords(program), unit: 'a second' },
  ];
}

/** Milliseconds from pressing *Sign in* at the service to its page, without any page in between. */
async function measureSignOns({ place }: Program): Promise<number> {
  const browser = newBrowser();
  await comeInFor(browser, place, ada, service);
  const startedAt = performance.now();
  for (let count = 0; count < signOns; count++) {
    await browser.visit(`${place.service(service.serviceId)}/sign-in`);
    browser.isAt('Welcome, Alice Archer');
  }
  return (performance.now() - startedAt) / signOns;
}

/** How many people a second come from the service over email and password back into it, four at a time. */
async function measurePasswords({ place }: Program): Promise<number> {
  const oneAfterAnother = async () => {
    for (let count = 0; count < passwordSignIns / 4; count++) {
      const browser = newBrowser();
      await signIn(browser, place, ada, service.serviceId);
      browser.isAt('Welcome, Alice Archer');
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: 4 }, oneAfterAnother));
  return (passwordSignIns * 1000) / (performance.now() - startedAt);
}

const program = await startProgram();
try {
  print(await measure(program));
} finally {
  await program.stop();
}
