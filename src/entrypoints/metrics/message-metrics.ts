import type { MessageCounts } from '../../features/messages/index.ts';
import type { Metrics } from '../../platform/metrics/index.ts';

/** Declares what is told of messages. @returns takes in what was counted */
export function messageMetrics(metrics: Metrics): (counts: MessageCounts) => void {
  const states = metrics.gauge('master_account_messages', 'Messages that are kept, by channel and state.', [
    'channel',
    'state',
  ]);
  const oldestDue = metrics.gauge(
    'master_account_oldest_due_message_seconds',
    'For how long the message that is longest due has waited; 0 where none is due.',
    [],
  );
  const events = metrics.counter(
    'master_account_message_events_total',
    'What happened to messages since this process began to count, by receiving domain. Each node counts all.',
    ['what', 'domain'],
  );
  return (counts) => {
    states.replace(
      counts.states.map(({ channel, state, count }) => ({ labels: { channel, state }, value: count })),
    );
    oldestDue.replace([{ labels: {}, value: counts.oldestDue / 1000 }]);
    for (const { what, domain, count } of counts.events) events.add({ what, domain }, count);
  };
}
