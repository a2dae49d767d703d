// People who are signed in and open a service, so many a second, whether or not the ones before were answered.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ada, giveEmail, givePassword, proveServiceAccount } from '../journeys/people.ts';
import type { Browser } from '../support/browser.ts';
import { anAccount } from '../support/sign-in-world.ts';
import { codeOf, type FaultWorld } from './world.ts';

export interface SignOn {
  /** When it was asked for, and how long the answer took: milliseconds of this process. */
  at: number;
  took: number;
  /** `undefined` where the connection broke without an answer. */
  status: number | undefined;
  retryAfter: string | undefined;
  /** The code that the service got. */
  code: string | undefined;
}

export interface Load {
  answers: SignOn[];
  /** How many that were asked for before then have no answer yet. */
  unanswered(before: number): number;
  /** Resolves when one that was asked for from now on has gone through; fails after so many milliseconds. */
  goesThroughWithin(limit: number): Promise<SignOn>;
  /** No further ones; resolves when all have been answered. */
  end(): Promise<void>;
}

/** People who are signed in: each with an account of their own and a link. */
export async function signedInPeople(world: FaultWorld, count: number): Promise<Browser[]> {
  const browsers: Browser[] = [];
  for (let number = 0; number < count; number++) {
    const person = { ...ada, email: `signed-in-${number}@example.com` };
    await anAccount(world, person);
    const browser = world.browser();
    await world.send(browser);
    await giveEmail(browser, person);
    await givePassword(browser, person);
    await proveServiceAccount(browser, `user-${number}`);
    assert.equal((await world.exchange(codeOf(browser))).status, 200);
    browsers.push(browser);
  }
  return browsers;
}

/** Sends them to sign on, one after the other. */
export function signOnLoad(world: FaultWorld, people: readonly Browser[], perSecond: number): Load {
  const answers: SignOn[] = [];
  const underWay = new Map<Promise<void>, number>();
  let turn = 0;
  const next = () => {
    const browser = people[turn++ % people.length] as Browser;
    const url = new URL(world.issuer + world.requestPath());
    const asked = signOn(url, browser.cookies.headerFor(url)).then((answer) => {
      answers.push(answer);
      underWay.delete(asked);
    });
    underWay.set(asked, performance.now());
  };
  const timer = setInterval(next, 1000 / perSecond);
  return {
    answers,
    unanswered: (before) => [...underWay.values()].filter((at) => at < before).length,
    async goesThroughWithin(limit) {
      const since = performance.now();
      while (performance.now() - since < limit) {
        const through = answers.find(({ at, code }) => at >= since && code !== undefined);
        if (through) return through;
        await sleep(10);
      }
      return assert.fail(`No sign-on went through within ${limit} ms: ${inShort(answers.slice(-20))}`);
    },
    async end() {
      clearInterval(timer);
      while (underWay.size > 0) await Promise.all(underWay.keys());
    },
  };
}

function signOn(url: URL, cookie: string): Promise<SignOn> {
  const at = performance.now();
  const { promise, resolve } = Promise.withResolvers<SignOn>();
  const answered = (status?: number, location = '', retryAfter?: string) =>
    resolve({
      at,
      took: performance.now() - at,
      status,
      retryAfter,
      code: (status === 303 && URL.parse(location)?.searchParams.get('code')) || undefined,
    });
  const sent = request(url, { agent: false, headers: { cookie, accept: 'text/html' } });
  sent.once('error', () => answered());
  sent.once('response', (response) => {
    response.resume();
    response.once('close', () =>
      answered(response.statusCode, response.headers.location, response.headers['retry-after']),
    );
  });
  sent.end();
  return promise;
}

/** How often each answer came. */
export function inShort(answers: readonly SignOn[]): string {
  const kinds = answers.map(({ status, code }) => (code ? 'through' : String(status ?? 'broken')));
  return JSON.stringify(
    Object.fromEntries(
      [...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]),
    ),
  );
}

/** Every answer was either "come back in a moment" or the code itself. */
export function assertOnlyUnavailable(answers: readonly SignOn[]): void {
  const others = answers.filter(({ status, code }) => code === undefined && status !== 503);
  assert.deepEqual(others, [], inShort(answers));
  for (const { status, retryAfter } of answers) {
    if (status === 503) assert.match(retryAfter ?? '', /^\d+$/, 'it says when to come back');
  }
}
