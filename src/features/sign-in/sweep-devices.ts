import { days } from '../../kernel/index.ts';
import { deleteDevicesBefore } from './devices.queries.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/** As long as browsers keep a cookie: after that no device can be known again. */
const KEPT = days(400);

/** Forgets with which browsers an account was used long ago. */
export const sweepDevices = ({ db, clock }: Pick<SignInDeps, 'db' | 'clock'>): Promise<void> =>
  deleteDevicesBefore(db, clock.now() - KEPT);
