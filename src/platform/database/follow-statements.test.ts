import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statementName } from './follow-statements.ts';

test('a statement is named by its verb and its table, and by nothing that may be a value', () => {
  for (const [sql, name] of [
    ['select "id" from "accounts" where "email" = $1', 'SELECT accounts'],
    ['insert into "auditEvents" ("id") values (?) on conflict do nothing', 'INSERT auditEvents'],
    ['update "attempts" set "from" = \'canary from canary\'', 'UPDATE attempts'],
    ['delete from "tokens" where "id" in (select "id" from "x")', 'DELETE tokens'],
    ['with "due" as (select * from "messages") select * from "due"', 'WITH messages'],
    ['\n  select count(*) as n\n  from accounts', 'SELECT accounts'],
    ['begin', undefined],
    ['commit', undefined],
    ['select 1', undefined],
    ["select set_config('x', 'canary', true)", undefined],
  ] as const) {
    assert.equal(statementName(sql), name, sql);
  }
});
