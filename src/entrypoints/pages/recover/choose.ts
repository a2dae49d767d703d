import { type Channel, channels, sendRecoveryToken } from '../../../features/recovery/index.ts';
import { refusalStatus } from '../refusals/refusal-status.ts';
import { tokenHasToWait } from '../tokens/token-field.page.ts';
import { choosePage } from './choose.page.ts';
import type { RecoverPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { stepContent, type Visit } from './visit.ts';

export const chooseStep = (deps: RecoverPagesDeps): Step => ({
  name: 'choose',
  show: (visit) => choosePage({ ...contentOf(visit), problems: [] }),
  async submit(visit, form) {
    const channel = channels.find((each) => each === form['channel']);
    if (!channel) {
      const problems = [{ field: 'channel', message: 'Choose how to receive the token.' }];
      return { again: choosePage({ ...contentOf(visit), problems }), status: 422 };
    }
    const sent = await sendRecoveryToken(deps, visit.recovery, channel, visit.visitor);
    if (sent.ok) return { next: '/recover/token' };
    const notice = tokenHasToWait(sent.error.retryAt, deps.clock.now());
    const again = choosePage({ ...contentOf(visit), channel, notice, problems: [] });
    return { again, status: refusalStatus(deps, visit.c, sent.error) };
  },
});

const contentOf = (visit: Visit) => ({
  ...stepContent(visit, 'Next you enter the token that is sent to you.'),
  channel: (visit.recovery.channel ?? 'email') as Channel,
  tokenIsSent: visit.due === 'token',
});
