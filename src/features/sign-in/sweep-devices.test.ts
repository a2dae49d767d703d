import assert from 'node:assert/strict';
import { fakeClock } from '../../../test/support/clock.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { days } from '../../kernel/index.ts';
import { isKnownDevice, rememberDevice } from './devices.queries.ts';
import { sweepDevices } from './index.ts';

eachDatabase('a device is known until 400 days after its last use', async ({ db }) => {
  const clock = fakeClock();
  await rememberDevice(db, 'ada', 'laptop', clock.now());
  await rememberDevice(db, 'ada', 'phone', clock.now());
  clock.advance(days(399));
  await rememberDevice(db, 'ada', 'phone', clock.now());
  await sweepDevices({ db, clock });
  assert.ok(await isKnownDevice(db, 'ada', 'laptop'));
  clock.advance(days(1) + 1);
  await sweepDevices({ db, clock });
  assert.ok(!(await isKnownDevice(db, 'ada', 'laptop')));
  assert.ok(await isKnownDevice(db, 'ada', 'phone'));
});
