import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkbox, field, page, passwordField, radios, select } from './index.ts';

const problems = [
  { field: 'email', message: 'Enter your email address.' },
  { field: 'phone', message: 'Begin with a plus sign.' },
];

test('a field is labelled, and described by its hint and its own problems only', () => {
  const text = String(
    field({ label: 'Email', name: 'email', autocomplete: 'email', hint: 'Yours', problems }),
  );
  assert.match(text, /<label for="field-email">Email/);
  assert.match(text, /id="field-email"/);
  assert.match(text, /aria-describedby="hint-email problem-email" aria-invalid="true"/);
  assert.match(text, /id="hint-email">Yours/);
  assert.match(text, /id="problem-email"/);
  assert.doesNotMatch(text, /plus sign/);
});

test('a field without problems is not called invalid, and is described by nothing that is not there', () => {
  const text = String(field({ label: 'Name', name: 'firstName', autocomplete: 'given-name', problems }));
  assert.doesNotMatch(text, /aria-invalid|aria-describedby|field-wrong/);
});

test('each line of the problem summary leads to the input that it is about', () => {
  const text = String(
    page(
      { brand: { name: 'Lumen', mark: '' }, reference: 'K7QM-2XWD' },
      {
        title: 'Contact',
        problems,
        body: field({ label: 'Email', name: 'email', autocomplete: 'email', problems }),
      },
    ),
  );
  assert.match(text, /<a href="#field-email">Enter your email address\.<\/a>/);
  assert.match(text, /<a href="#field-phone">Begin with a plus sign\.<\/a>/);
  assert.match(text, /<title>Problem: Contact · Lumen<\/title>/);
  assert.match(text, /class="problem-summary"[^>]*autofocus/);
});

test('the problem summary leads to the first of several radio buttons, which keep their ids apart', () => {
  const choices = ['a', 'b'].map((value) => ({ value, text: value }));
  const text = String(radios({ label: 'Which', name: 'which', choices, value: 'b' }));
  assert.match(text, /id="field-which" name="which" value="a"/);
  assert.match(text, /id="field-which-2" name="which" value="b"\s+checked/);
});

test('a list shows what was chosen before, and a checkbox stays checked', () => {
  const choices = ['a', 'b'].map((value) => ({ value, text: value }));
  assert.match(String(select({ label: 'Which', name: 'which', choices, value: 'b' })), /value="b" selected/);
  assert.match(String(checkbox({ label: 'Link', name: 'link', checked: true })), /checked>/);
  assert.doesNotMatch(String(checkbox({ label: 'Link', name: 'link' })), /checked>/);
});

test('a password is never written into the page, and is described by its checklist', () => {
  const text = String(
    passwordField({
      label: 'Password',
      name: 'password',
      autocomplete: 'new-password',
      checklist: [{ id: 'length', text: 'At least 15 characters', length: { min: 15, max: 256 } }],
      check: '/register/password/check',
      value: 'canary',
    } as Parameters<typeof passwordField>[0]),
  );
  assert.doesNotMatch(text, /canary/);
  assert.match(text, /aria-describedby="checklist-password"/);
  assert.match(text, /data-check="\/register\/password\/check"/);
  assert.match(text, /data-requirement="length" data-min="15" data-max="256"/);
});

test('the switch that shows a password is there for browsers with scripts only', () => {
  const text = String(
    passwordField({ label: 'Password', name: 'password', autocomplete: 'current-password' }),
  );
  assert.match(text, /<button type="button" class="reveal"[^>]*hidden>/);
});
