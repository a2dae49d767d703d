import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOutage, Outage } from './outage.ts';

const faultWith = (facts: object, words = 'something') => Object.assign(new Error(words), facts);

test('a database that is away, starts, stops, waits for a lock or is full is an outage', () => {
  const outages = [
    { code: 'ECONNREFUSED', syscall: 'connect' },
    { code: 'ENOENT', syscall: 'connect' },
    { code: 'EPIPE', syscall: 'write' },
    { code: '57P01' },
    { code: '57P03' },
    { code: '57014' },
    { code: '08006' },
    { code: '53100' },
    { code: '53300' },
    { code: '55P03' },
    { code: '25006' },
    { code: 'ERR_SQLITE_ERROR', errcode: 13 },
    { code: 'ERR_SQLITE_ERROR', errcode: 778 },
  ];
  for (const facts of outages) assert.equal(isOutage(faultWith(facts)), true, JSON.stringify(facts));
  for (const words of ['Connection terminated unexpectedly', 'timeout exceeded when trying to connect']) {
    assert.equal(isOutage(new Error(words)), true, words);
  }
});

test('what is behind a fault counts as well', () => {
  assert.equal(isOutage(new Error('The token was refused.', { cause: new Outage('away') })), true);
});

test('a fault of ours is none', () => {
  const faults = [
    { code: '23505' },
    { code: '42P01' },
    { code: '22P02' },
    { code: 'ENOENT', syscall: 'open' },
    { code: 'ERR_SQLITE_ERROR', errcode: 2067 },
    {},
  ];
  for (const facts of faults) assert.equal(isOutage(faultWith(facts)), false, JSON.stringify(facts));
  assert.equal(isOutage('ECONNREFUSED'), false);
});
