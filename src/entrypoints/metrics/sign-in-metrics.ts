import { happenings } from '../../features/audit/index.ts';
import { verifications } from '../../features/services/index.ts';
import { refusals } from '../../features/throttle/index.ts';
import type { Measuring, Metrics } from '../../platform/metrics/index.ts';
import { type Heard, heardTogether } from './watched.ts';

/** A verifier has three seconds. */
const BUCKETS = [0.025, 0.1, 0.25, 0.5, 1, 2, 3];

export type WatchedSignOns = Pick<Measuring<{ service: string; by: 'session' | 'page' }>, 'hear'>;

/** Declares what is told of people signing in, and listens to it. */
export function signInMetrics(metrics: Metrics, { signOns }: { signOns: WatchedSignOns }): Heard {
  const signIns = metrics.counter(
    'master_account_sign_ins_total',
    'Sign-ins that were completed, and factors that were refused on the way.',
    ['outcome'],
  );
  const events = metrics.counter(
    'master_account_audit_events_total',
    'Events that were recorded in the audit, by what happened and its outcome.',
    ['event', 'outcome'],
  );
  const opened = metrics.counter(
    'master_account_sign_ons_total',
    'Services that were sent a code: by the session alone (single sign-on), or after a page.',
    ['service', 'by'],
  );
  const asked = metrics.histogram(
    'master_account_verifier_duration_seconds',
    'How long services took to verify a service account, by what they answered.',
    ['service', 'outcome'],
    BUCKETS,
  );
  const throttled = metrics.counter(
    'master_account_throttled_total',
    'Tries that were refused because a budget was spent.',
    ['budget'],
  );
  return heardTogether(
    happenings.hear(({ what, outcome }) => {
      events.add({ event: what, outcome }, 1);
      const signIn = signInOutcome(what, outcome);
      if (signIn) signIns.add({ outcome: signIn }, 1);
    }),
    signOns.hear(({ service, by }) => opened.add({ service, by }, 1)),
    verifications.hear(({ service, outcome, seconds }) => asked.observe({ service, outcome }, seconds)),
    refusals.hear(({ budget }) => throttled.add({ budget }, 1)),
  );
}

function signInOutcome(what: string, outcome: string): string | undefined {
  if (what === 'signed-in') return 'done';
  if (outcome === 'done') return undefined;
  if (what === 'password-given') return 'password-refused';
  if (what === 'passkey-given') return 'passkey-refused';
  return what === 'second-factor-given' && outcome === 'refused' ? 'code-refused' : undefined;
}
