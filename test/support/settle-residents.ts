// A program: puts accounts with the addresses that it is given into a data directory where nothing runs yet.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { insertAccount } from '../../src/features/accounts/index.ts';
import { hashNewPassword, setPassword } from '../../src/features/passwords/index.ts';
import { hashAnswer, insertQuestions, questionList } from '../../src/features/security-questions/index.ts';
import { days, newId } from '../../src/kernel/index.ts';
import { migrations } from '../../src/migrations.ts';
import { migrate, openDatabase } from '../../src/platform/database/index.ts';
import { openHashing } from '../../src/platform/hashing/index.ts';
import { cheapHashing } from './cheap-hashing.ts';
import { residentsAnswers, residentsPassword } from './residents.ts';

async function settle(dataDirectory: string, emails: readonly string[]): Promise<void> {
  mkdirSync(dataDirectory, { recursive: true });
  const { db, close } = openDatabase({ file: join(dataDirectory, 'master-account.sqlite') });
  await migrate(db, migrations);
  // Cheap ones: they are made anew with the product's own parameters at the first sign-in.
  const hashing = openHashing(cheapHashing);
  const hash = await hashNewPassword({ hashing }, residentsPassword);
  const asked = residentsAnswers.map((answer, index) => ({ question: questionList[index] ?? '', answer }));
  const questions = await Promise.all(asked.map((each) => hashAnswer({ hashing }, each)));
  const createdAt = Date.now() - days(40);
  for (const email of emails) {
    const accountId = newId();
    const person = { firstName: 'Ada', lastName: 'Lovelace', phone: null, secondFactorChosenAt: null };
    await insertAccount(db, { id: accountId, email, ...person, createdAt });
    await setPassword(db, { accountId, hash, setAt: createdAt, expiration: 'never', expiresAt: undefined });
    await insertQuestions(db, { accountId, questions });
  }
  await close();
}

const [, , dataDirectory = '', ...emails] = process.argv;
await settle(dataDirectory, emails);
