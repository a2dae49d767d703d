import { listActivity } from '../../../../features/audit/index.ts';
import { findDestination } from '../../../../features/services/index.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Section } from '../section.ts';
import { activityPage } from './activity.page.ts';

const AT_ONCE = 50;

/** What happened to the account, and what was tried: of this account, and of no other. */
export const activitySection = (deps: AccountPagesDeps): Section => ({
  name: 'activity',
  title: 'Activity',
  pages: [
    {
      path: '',
      async show(visit) {
        const before = visit.c.req.query('before');
        const accountId = visit.account.id;
        const { activity, next } = await listActivity(deps.db, { accountId, before, limit: AT_ONCE });
        return activityPage(visit, {
          activity: activity.map((event) => ({
            ...event,
            service: event.serviceId && (findDestination(deps, event.serviceId)?.name ?? event.serviceId),
          })),
          isFirst: before === undefined,
          next,
        });
      },
    },
  ],
});
