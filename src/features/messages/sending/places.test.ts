import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPlaces } from './places.ts';

const main = { name: 'main', connections: 4 };
const partner = { name: 'partner', connections: 2 };

/** Places at two relays, of which one is for a domain alone. */
const places = () =>
  openPlaces((lane) => (lane === 'partner.example' ? partner : main), ['partner.example', 'sms']);

/** Takes all that the relay of all mail has: every domain leaves some for the next. */
function fillMain(at: ReturnType<typeof places>): (() => void)[] {
  const taken = [];
  for (let domain = 0; domain < 20 && at.freeLanes()?.only === undefined; domain++) {
    while (!at.isFull(`${domain}.example`)) taken.push(at.take(`${domain}.example`));
  }
  return taken;
}

test('a relay that hangs holds up no mail that goes by another', () => {
  const at = places();
  assert.equal(fillMain(at).length, main.connections);
  assert.ok(at.isFull('new.example') && at.isFull('sms'));
  assert.deepEqual(at.freeLanes(), { except: [], only: ['partner.example'] });
  at.take('partner.example');
  assert.equal(at.freeLanes(), undefined);
});

test('a domain that has its share is not looked for, and is again once it gives a place back', () => {
  const at = places();
  const [giveBack] = [at.take('slow.example'), at.take('slow.example')];
  assert.deepEqual(at.freeLanes(), { except: ['slow.example'] });
  giveBack?.();
  assert.deepEqual(at.freeLanes(), { except: [] });
});

test('a place is given back to the relay that it was taken at, whatever the way is by then', () => {
  let way = partner;
  const at = openPlaces(() => way, []);
  const giveBack = at.take('example.com');
  assert.equal(at.isFull('example.com'), true);
  way = main;
  giveBack();
  way = partner;
  assert.equal(at.isFull('example.com'), false);
});
