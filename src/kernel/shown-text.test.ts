import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVisible, shownText } from './index.ts';

test('what nobody sees does not stay in a text: it could turn a line around, or hide another one in it', () => {
  for (const hidden of [
    '\u202E',
    '\u2066',
    '\u2069',
    '\u200B',
    '\u2060',
    '\uFEFF',
    '\u00AD',
    '\u200F',
    '\u{E0041}',
  ])
    assert.equal(shownText(`A${hidden}da`), 'Ada', hidden.codePointAt(0)?.toString(16));
  assert.equal(shownText(' Ada\r\n\u2028\u0085\u001B[2J\u009B2J\tKing\0'), 'Ada [2J 2J King');
});

test('no letter has so many marks that they run over the lines above and below', () => {
  const marks = (text: string) => [...text.normalize('NFD')].filter((each) => /\p{Mn}/u.test(each)).length;
  assert.equal(marks(shownText(`Z${'\u0351'.repeat(90)}algo`)), 8);
  assert.ok(
    marks(shownText(`Z${'\u0351\u200D'.repeat(90)}algo`)) <= 8,
    'joiners between them do not hide them',
  );
});

test('names stay as people spell them, in every script', () => {
  for (const name of [
    "Siobhán O'Brien-Żółć",
    'Nguyễn Thị Hằng',
    'مريم عبدالله',
    'می\u200Cخواهم',
    'שָׁלוֹם',
    'ശ്രീ\u200Cക്കുട്ടി',
    'क्\u200Dष',
    'བསྒྲུབས',
    'မြွှို့',
    '葛\u{E0100}城',
    '👩\u200D🚀',
    '김',
  ])
    assert.equal(shownText(name), name.normalize('NFC'), name);
});

test('what shows nothing is blank', () => {
  for (const text of ['', ' ', '\u3164', '\u115F', '\u2800', '\u200D', '\u0301', '\u00A0\uFE0F'])
    assert.ok(!isVisible(text), text.codePointAt(0)?.toString(16));
  for (const text of ['A', '-', '.', '李', '5', '🙂']) assert.ok(isVisible(text), text);
});
