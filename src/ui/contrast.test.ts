import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkBrandContrast, contrastRatio } from './contrast.ts';

const lumen = { accent: '#2a45d6', accentText: '#ffffff', darkAccent: '#93a5ff', darkAccentText: '#10131c' };

test('contrast is as WCAG counts it, whichever colour comes first', () => {
  assert.equal(contrastRatio('#000000', '#ffffff'), 21);
  assert.equal(contrastRatio('#fff', '#FFFFFF'), 1);
  assert.equal(contrastRatio('#777777', '#ffffff').toFixed(2), '4.48');
  assert.equal(contrastRatio('#ffffff', '#777777').toFixed(2), '4.48');
});

test('what is no colour is a fault', () => {
  for (const color of ['red', '#12', '#gggggg', '2a45d6', ''])
    assert.throws(() => contrastRatio(color, '#000'), RangeError);
});

test('the example brand can be read everywhere', () => {
  assert.deepEqual(checkBrandContrast(lumen), []);
});

test('an accent that cannot be read is told with its path and its contrast', () => {
  const faults = checkBrandContrast({ ...lumen, accent: '#8ea2ff', darkAccentText: '#ffffff' });
  assert.deepEqual(
    faults.map(({ path }) => path),
    ['accentText', 'accent', 'darkAccentText'],
  );
  assert.match(
    faults[0]?.message ?? '',
    /#ffffff on accent has a contrast of 2\.\d\d : 1; at least 4\.5 : 1/,
  );
});

test('every colour that text is set in can be read on both grounds, light and dark, and field edges be seen', () => {
  const [light, dark] = themes();
  for (const theme of [light, dark]) {
    for (const ground of [theme['--ground'], theme['--surface']]) {
      for (const name of ['--text', '--muted', '--accent', '--danger', '--success', '--warning']) {
        assert.ok(
          contrastRatio(theme[name] ?? '', ground ?? '') >= 4.5,
          `${name} ${theme[name]} on ${ground}`,
        );
      }
      assert.ok(contrastRatio(theme['--field-line'] ?? '', ground ?? '') >= 3, `--field-line on ${ground}`);
    }
    assert.ok(contrastRatio(theme['--accent-text'] ?? '', theme['--accent'] ?? '') >= 4.5);
    assert.ok(contrastRatio(theme['--danger-text'] ?? '', theme['--danger'] ?? '') >= 4.5);
  }
});

/** The colours of the light and of the dark theme, as the stylesheet has them. */
function themes(): [Record<string, string>, Record<string, string>] {
  const css = readFileSync(new URL('style/tokens.css', import.meta.url), 'utf8');
  const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
  const read = (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/(--[a-z-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name, value]),
    );
  return [read(light), { ...read(light), ...read(dark) }] as [Record<string, string>, Record<string, string>];
}
