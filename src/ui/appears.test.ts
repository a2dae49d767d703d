import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutes, seconds } from '../kernel/index.ts';
import { appearingStyle } from './appears.ts';
import { appearsAfter, assets, html, qrCode } from './index.ts';

const appearing = (wait: number): string =>
  String(appearsAfter({ wait, before: 'soon', body: html`<button>Now</button>` }));

test('what appears later never appears too early, and what is due is simply there', () => {
  for (const [wait, after] of [
    [1, 5],
    [seconds(5), 5],
    [seconds(5) + 1, 10],
    [minutes(3), 180],
    [minutes(9), 180],
  ] as const) {
    assert.match(appearing(wait), new RegExp(`vanishes-in-${after}">soon<`), `${wait}`);
    assert.match(appearing(wait), new RegExp(`appears-in-${after}"><button>`), `${wait}`);
  }
  for (const due of [0, -1, -minutes(9)]) {
    assert.doesNotMatch(appearing(due), /appears|vanishes|soon/);
    assert.match(appearing(due), /<button>/);
  }
});

test('of a QR code whose time is up it is said nowhere, with JavaScript off, that it is valid', () => {
  const code = { svg: '<svg></svg>', secretText: 'ABCD', uri: 'otpauth://totp/x', now: 0 };
  const text = String(qrCode({ ...code, validUntil: minutes(3) }));
  const [before = '', after = ''] = text.split('appears-in-180');
  assert.match(before, /vanishes-in-180">\s*<div class="countdown".*Valid for/s);
  assert.match(after, /^"><p[^>]*>The time is up\. <a href="">Show a new QR code</);
  assert.doesNotMatch(after, /Valid for/);
});

test('every wait has a rule of its own in the stylesheet, for both what comes and what goes', () => {
  const css = appearingStyle();
  const served = String(assets.find(({ path }) => path.includes('/style-'))?.body);
  assert.ok(served.includes(css));
  for (let wait = 1; wait <= minutes(3); wait += 997) {
    const [, after] = appearing(wait).match(/appears-in-(\d+)/) ?? [];
    assert.match(
      css,
      new RegExp(`\\.appears-in-${after},\\n\\.vanishes-in-${after} \\{\\n  animation-delay: ${after}s;`),
    );
  }
});

test('it is not taken for motion: whoever wants less of that sees it all the same', () => {
  const served = String(assets.find(({ path }) => path.includes('/style-'))?.body);
  const rule = served.indexOf('.appearing-after {');
  const before = served.slice(0, rule);
  const open = (before.match(/\{/g) ?? []).length - (before.match(/\}/g) ?? []).length;
  assert.ok(rule > 0 && open === 0, 'the rule stands in no media query');
});
