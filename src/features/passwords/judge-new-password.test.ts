import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeNewPassword, openPasswordLists } from './index.ts';

const rules = {
  passwordLists: openPasswordLists(),
  brandName: 'Lumen',
  services: [{ name: 'Managed Hosting', product: '(SavvisStation)' }, { name: 'Public Cloud' }],
};
const ada = { firstName: 'Anneliese', lastName: 'Wolkenstein', email: 'ada.byron@example.com' };

test('a new password is not made of what is known of its owner and the place, products included', () => {
  const made: [string, string][] = [
    ['AnnelieseWolkenstein', 'contains-own-name'],
    ['ada.byron@example.com', 'contains-address'],
    ['Lumen account 2026', 'contains-brand'],
    ['SavvisStation 2026!', 'contains-service'],
    ['ManagedHosting!2026', 'contains-service'],
  ];
  for (const [password, fault] of made) assert.deepEqual(judgeNewPassword(rules, ada, password), [fault]);
  assert.deepEqual(judgeNewPassword(rules, ada, 'kettle orbit tangerine seven'), []);
});

test('names that have not been given yet are nothing to be made of', () => {
  const nobody = { ...ada, firstName: null, lastName: null };
  assert.deepEqual(judgeNewPassword(rules, nobody, 'AnnelieseWolkenstein'), []);
});
