import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clashOf } from './demo-ports.ts';

const ports = { demo: 4000, mailbox: 8025, smtp: 1025, bounces: 1026 };

test('two parts of the demo that want one port are told by the names of their settings', () => {
  assert.equal(clashOf(3000, ports), undefined);
  assert.match(clashOf(4003, ports) ?? '', /^PORT and DEMO_PORT both lead to port 4003 /);
  assert.match(clashOf(3000, { ...ports, bounces: 1025 }) ?? '', /^SMTP_PORT and BOUNCE_PORT .* 1025 /);
});
