// Deletes the accounts whose time has come, and dies at the write with that number.
import { deleteDueAccounts } from '../../src/features/account-deletion/index.ts';
import { forgetAccount } from '../../src/features/sign-in/index.ts';
import { openDatabase } from '../../src/platform/database/index.ts';

const [, , address = '', now = '', dyingAt = ''] = process.argv;
let writes = 0;
const { db, close } = openDatabase({
  ...JSON.parse(address),
  onWrite: () => {
    writes += 1;
    if (writes === Number(dyingAt)) process.kill(process.pid, 'SIGKILL');
  },
});
await deleteDueAccounts({ db, clock: { now: () => Number(now) }, forget: [forgetAccount] });
await close();
