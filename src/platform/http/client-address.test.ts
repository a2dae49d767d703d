import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { clientAddress, parseTrustedProxies } from './index.ts';

const request = (peer: string, forwarded?: string) =>
  ({
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

const trusted = parseTrustedProxies(['10.0.0.0/8', '::1']);

test('without a trusted proxy the header is not believed', () => {
  assert.equal(clientAddress(request('203.0.113.9', '198.51.100.1'), trusted), '203.0.113.9');
  assert.equal(clientAddress(request('127.0.0.1', '198.51.100.1'), []), '127.0.0.1');
});

test('behind trusted proxies the last address that is not one of them counts', () => {
  assert.equal(clientAddress(request('10.0.0.1', '198.51.100.1'), trusted), '198.51.100.1');
  assert.equal(clientAddress(request('10.0.0.1', '198.51.100.1, 10.1.1.1'), trusted), '198.51.100.1');
  assert.equal(clientAddress(request('::1', '198.51.100.1'), trusted), '198.51.100.1');
});

test('what the client itself wrote into the header is not believed', () => {
  assert.equal(clientAddress(request('10.0.0.1', '1.2.3.4, 198.51.100.1'), trusted), '198.51.100.1');
  assert.equal(clientAddress(request('10.0.0.1', '10.9.9.9, 198.51.100.1'), trusted), '198.51.100.1');
});

test('a malformed header falls back to the last proxy that could be read', () => {
  assert.equal(clientAddress(request('10.0.0.1', 'unknown'), trusted), '10.0.0.1');
  assert.equal(clientAddress(request('10.0.0.1', '198.51.100.1, <script>, 10.1.1.1'), trusted), '10.1.1.1');
  assert.equal(clientAddress(request('10.0.0.1', ''), trusted), '10.0.0.1');
});

test('a port that a proxy writes behind the address is no part of it', () => {
  for (const [hop, address] of [
    ['198.51.100.1:5678', '198.51.100.1'],
    ['[2001:db8::7]:5678', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['2001:db8::7', '2001:db8::7'],
    ['[::ffff:198.51.100.1]:5678', '198.51.100.1'],
  ] as const) {
    assert.equal(clientAddress(request('10.0.0.1', hop), trusted), address);
    assert.equal(clientAddress(request('10.0.0.1', `${hop}, 10.1.1.1:80`), trusted), address);
  }
  assert.equal(clientAddress(request('10.0.0.1', '198.51.100.1:x'), trusted), '10.0.0.1');
});

test('an IPv4 address in IPv6 clothes is the IPv4 address', () => {
  assert.equal(clientAddress(request('::ffff:203.0.113.9'), trusted), '203.0.113.9');
  assert.equal(clientAddress(request('::ffff:10.0.0.1', '198.51.100.1'), trusted), '198.51.100.1');
});

test('what is no address range is refused when it is configured', () => {
  assert.throws(() => parseTrustedProxies(['everyone']));
});
