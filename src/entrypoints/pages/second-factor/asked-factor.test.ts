import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from '../../../ui/index.ts';
import { type AskedFactor, codeGiven, factorForms, otherThanCodes } from './asked-factor.page.ts';

const asked = (factor: Partial<AskedFactor>): string =>
  String(
    factorForms(
      {
        csrf: 'c',
        hasApp: true,
        blocked: false,
        passkey: { action: '/', options: undefined, notice: undefined },
        passkeyFields: {},
        problems: [],
        ...factor,
      },
      (body) => html`${body}`,
    ),
  );
/** The input of that name, with its attributes. */
const input = (page: string, name: string): string =>
  page.match(new RegExp(`<input[^>]*name="${name}"[^>]*>`))?.[0] ?? '';

test('recovery codes, which have letters, are typed where a phone shows letters; six digits where it shows digits', () => {
  const page = asked({});
  assert.match(input(page, 'code'), /inputmode="numeric"/);
  assert.match(input(page, 'recoveryCode'), /inputmode="text"/);
  for (const factor of [{ blocked: true }, { hasApp: false }]) {
    assert.match(input(asked(factor), 'code'), /inputmode="text"/);
    assert.equal(input(asked(factor), 'recoveryCode'), '');
  }
});

test('the field of a recovery code is out of the way, until a code was refused', () => {
  assert.doesNotMatch(asked({}), /<details[^>]* open/);
  assert.match(asked({ problems: [{ field: 'code', message: 'No.' }] }), /<details[^>]* open/);
});

test('what counts is the recovery code where one was entered, else the code', () => {
  assert.equal(codeGiven({ code: '123456' }), '123456');
  assert.equal(codeGiven({ code: '123456', recoveryCode: ' ' }), '123456');
  assert.equal(codeGiven({ code: '', recoveryCode: 'ABCDE-FGHJK' }), 'ABCDE-FGHJK');
  assert.equal(codeGiven({}), '');
});

test('what stands above the fields is two sentences at the most', () => {
  const texts = [true, false].map((hasApp) => otherThanCodes({ hasApp }, 'goes on'));
  for (const text of texts) assert.equal(text.match(/[.?!](?= |$)/g)?.length, 2, text);
});
