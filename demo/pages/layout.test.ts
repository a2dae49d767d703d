import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrastRatio } from '../../src/ui/index.ts';
import { lumenServices } from '../lumen.ts';
import { demoLook, servicePage, siteAssets } from './layout.ts';

test('every file that a page of a site loads is among the files that the site serves', () => {
  for (const look of [...lumenServices, demoLook]) {
    const served = new Set(siteAssets(look).map(({ path }) => path));
    const loaded = String(servicePage(look, { title: 'Welcome', body: '' })).matchAll(
      /(?:href|src)="(\/assets\/[^"]+)"/g,
    );
    for (const [, path = ''] of loaded) assert.ok(served.has(path), `${look.name}: ${path}`);
  }
});

test('each site has a stylesheet and a picture in the tab of its own', () => {
  const own = lumenServices.map((look) => siteAssets(look).map(({ path }) => path));
  for (const part of [/\/brand-.*\.css$/, /\/site-.*\.svg$/]) {
    const paths = own.flatMap((all) => all.filter((path) => part.test(path)));
    assert.equal(new Set(paths).size, lumenServices.length, String(part));
  }
});

test('the colours of every site can be read: on its buttons, and as links', () => {
  for (const { name, color } of [...lumenServices, demoLook]) {
    assert.ok(contrastRatio(color.light, '#ffffff') >= 4.5, name);
    assert.ok(contrastRatio(color.light, '#f6f7f9') >= 4.5, name);
    assert.ok(contrastRatio(color.dark, '#10131c') >= 4.5, name);
    assert.ok(contrastRatio(color.dark, '#181b22') >= 4.5, name);
  }
});

test('what a service tells about a person is shown as it is, never as markup', () => {
  const evil = '<img src=x onerror=alert(1)>';
  const text = String(
    servicePage(
      { ...demoLook, name: evil, product: evil },
      { title: evil, intro: evil, user: { name: evil }, body: evil },
    ),
  );
  assert.doesNotMatch(text, /<img src=x/);
});
