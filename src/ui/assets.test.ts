import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assets, brandAsset, brandStyle, hashedAsset, serviceClass } from './index.ts';
import { withPlainValues } from './old-browsers.ts';

const text = (part: string): string => String(assets.find(({ path }) => path.includes(part))?.body);
const colors = { accent: '#111111', accentText: '#ffffff', darkAccent: '#eeeeee', darkAccentText: '#000000' };

test('the name of an asset changes with its content, and with nothing else', () => {
  const path = (body: string) => hashedAsset('style.css', 'text/css', body).path;
  assert.equal(path('a'), path('a'));
  assert.notEqual(path('a'), path('b'));
  assert.match(path('a'), /^\/assets\/style-[A-Za-z0-9]{8,}\.css$/);
});

test('the stylesheet loads nothing but our own files, each of which is there', () => {
  const addresses = [...text('/style-').matchAll(/url\(([^)]*)\)/g)].map(([, address]) =>
    address?.replaceAll('"', ''),
  );
  assert.ok(addresses.length >= 2);
  for (const address of addresses)
    assert.ok(
      assets.some(({ path }) => path === address),
      address,
    );
});

test('every custom property that the stylesheet uses is defined', () => {
  const css = text('/style-');
  const used = new Set([...css.matchAll(/var\((--[a-z-]+)/g)].map(([, name]) => name));
  assert.deepEqual(
    [...used].filter((name) => !css.includes(`  ${name}: `)),
    [],
  );
});

test('the scripts are one file, each in a block of its own', () => {
  const script = text('/page-');
  assert.match(script, /data-checklist/);
  assert.doesNotThrow(() => new Function(`async () => {${script}}`));
});

test('Internet Explorer, which knows no custom properties, gets each value written out before', () => {
  const css = ':root {\n  --line: #d8dce3;\n}\n.a {\n  border: 1px solid var(--line);\n}\n';
  assert.match(withPlainValues(css), / {2}border: 1px solid #d8dce3;\n {2}border: 1px solid var\(--line\);/);
  assert.doesNotMatch(text('/style-'), /^ *[a-z-]+: ;$/m);
});

test('the brand stylesheet sets the accent, and each service its own colour, in light and dark', () => {
  const css = brandStyle({
    brand: { colors },
    services: [{ id: 'public-cloud', color: { light: '#0369a1', dark: '#38bdf8' } }],
  });
  const [light = '', dark = ''] = css.split('@media');
  assert.match(light, /--accent: #111111;/);
  assert.match(light, /\.service-public-cloud \{ --service: #0369a1; \}/);
  assert.match(dark, /--accent: #eeeeee;/);
  assert.match(dark, /\.service-public-cloud \{ --service: #38bdf8; \}/);
  assert.equal(serviceClass('public-cloud'), 'service-public-cloud');
});

test('a colour of the configuration cannot write rules of its own', () => {
  const accent = '#fff; } body { display: none';
  assert.throws(() => brandAsset({ brand: { colors: { ...colors, accent } }, services: [] }), RangeError);
});
