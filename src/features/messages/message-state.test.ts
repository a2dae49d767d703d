import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decisiveEvent, type Happening, stateOf, steps } from './message-state.ts';

const happening: fc.Arbitrary<Happening> = fc.record(
  {
    try: fc.integer({ min: 0, max: 3 }),
    what: fc.constantFrom(...steps),
    at: fc.integer({ min: 0, max: 5 }),
  },
  { noNullPrototype: true },
);
const inAnyOrder = fc
  .array(happening, { minLength: 1, maxLength: 12 })
  .chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.array(fc.constantFrom(...events)),
    ),
  );

test('the state is the same in whatever order events come, and however often each comes', () => {
  fc.assert(
    fc.property(inAnyOrder, ([events, shuffled, repeated]) => {
      assert.equal(stateOf([...shuffled, ...repeated]), stateOf(events));
      assert.deepEqual(decisiveEvent([...shuffled, ...repeated]), decisiveEvent(events));
    }),
  );
});

test('only the latest try counts: what an earlier one met is over', () => {
  fc.assert(
    fc.property(fc.array(happening), fc.constantFrom(...steps), (earlier, what) => {
      assert.equal(stateOf([...earlier, { try: 4, what, at: 0 }]), stateOf([{ try: 4, what, at: 0 }]));
    }),
  );
});

const story = (...what: Happening['what'][]) => what.map((each, at) => ({ try: 1, what: each, at }));

test('a message that was sent may become bounced or blocked, and stays so', () => {
  assert.equal(stateOf(story('sending', 'sent')), 'sent');
  assert.equal(stateOf(story('sending', 'sent', 'delayed')), 'delayed');
  assert.equal(stateOf(story('sending', 'sent', 'delayed', 'delivered')), 'sent');
  assert.equal(stateOf(story('sending', 'sent', 'bounced')), 'bounced');
  assert.equal(stateOf(story('sending', 'bounced', 'sent')), 'bounced');
  assert.equal(stateOf(story('sending', 'sent', 'delivered', 'blocked')), 'blocked');
});

test('of two refusals the earlier one counts', () => {
  assert.equal(stateOf(story('sent', 'blocked', 'bounced')), 'blocked');
  assert.equal(stateOf(story('sent', 'bounced', 'blocked')), 'bounced');
});

test('a message that nothing is known of waits', () => {
  assert.equal(stateOf([]), 'queued');
});
