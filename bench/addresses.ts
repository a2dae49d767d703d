// Whether the time of an answer tells if an address has an account, where addresses are not told apart
// (`accountDiscovery: hidden`):
//
//     node bench/addresses.ts        on a machine that does nothing else
import {
  ada,
  arriveFrom,
  enterToken,
  fillInRegistration,
  giveEmail,
  type Person,
} from '../test/journeys/people.ts';
import { type Browser, newBrowser } from '../test/support/browser.ts';
import { type Line, print } from './lines.ts';
import { type Program, startProgram } from './program.ts';

const people = 10;
// Fewer than make the next one wait.
const triesEach = 4;

const numbered = (kind: string, number: number): Person => ({
  ...ada,
  email: `${kind}-${number}@example.com`,
});

/** Milliseconds of one step, of both kinds of addresses by turns, so that noise of the machine meets both. */
interface Times {
  known: number[];
  unknown: number[];
}

async function measure(program: Program): Promise<Line[]> {
  for (let number = 0; number < people; number++) await register(program, numbered('known', number));
  const address: Times = { known: [], unknown: [] };
  const password: Times = { known: [], unknown: [] };
  for (let number = 0; number < people; number++) {
    const kinds = ['known', 'unknown'] as const;
    for (const kind of number % 2 ? kinds : kinds.toReversed()) {
      const browser = newBrowser();
      for (let count = 0; count < triesEach; count++) {
        await arriveFrom(browser, program.place, 'managed-hosting');
        address[kind].push(await timeOf(() => giveEmail(browser, numbered(kind, number))));
      }
      for (let count = 0; count < triesEach; count++) {
        password[kind].push(await timeOf(() => tryWrongPassword(browser)));
      }
    }
  }
  return [...compared('address', address), ...compared('password', password)];
}

async function register({ place, issuer }: Program, person: Person): Promise<void> {
  const browser = newBrowser();
  await browser.visit(`${issuer}/register`);
  browser.fillIn('email', person.email);
  await browser.press('Next');
  await fillInRegistration(browser, person);
  await enterToken(browser, place, person);
  browser.isAt('Your account is ready');
}

async function tryWrongPassword(browser: Browser): Promise<void> {
  browser.isAt('Enter your password');
  browser.fillIn('password', 'not the password of anybody');
  await browser.press('Sign in');
  browser.isAt('Enter your password');
}

async function timeOf(step: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await step();
  return performance.now() - startedAt;
}

// The lower quartile: what else the machine does only ever adds to a time.
const typical = (times: number[]): number => times.toSorted((a, b) => a - b)[times.length >> 2] ?? 0;

function compared(what: string, { known, unknown }: Times): Line[] {
  const [one, other] = [typical(known), typical(unknown)];
  const difference = (100 * Math.abs(one - other)) / Math.max(one, other);
  return [
    { what: `${what}, of an account`, measured: one, unit: 'ms' },
    { what: `${what}, of none`, measured: other, unit: 'ms' },
    { what: 'the difference', measured: difference, unit: 'percent', limit: 15 },
  ];
}

const program = await startProgram({ accountDiscovery: 'hidden' });
try {
  print(await measure(program));
} finally {
  await program.stop();
}
