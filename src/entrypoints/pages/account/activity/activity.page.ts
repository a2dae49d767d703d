import type { Activity } from '../../../../features/audit/index.ts';
import {
  dateTime,
  emptyState,
  type Html,
  html,
  linkList,
  networkAddress,
  type Part,
  table,
} from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import type { Visit } from '../visit.ts';
import { happened, outcomeOf } from './happened.page.ts';

export interface ActivityPage {
  /** Newest first. */
  activity: readonly (Activity & { service: string | undefined })[];
  isFirst: boolean;
  /** Where the next page begins. */
  next: string | undefined;
}

export const activityPage = (visit: Pick<Visit, 'shell'>, { activity, isFirst, next }: ActivityPage): Html =>
  accountPage(visit, {
    section: 'activity',
    title: 'Activity',
    heading: 'What happened to your account',
    intro:
      'Newest first. If there is something that was not you, change your password under Authentication, and end the sessions that are not yours.',
    body: html`
      ${
        activity.length === 0
          ? emptyState({ text: 'There is nothing before this.' })
          : table({
              caption: 'What happened, newest first',
              columns: ['When', 'What', 'Outcome', 'From'],
              rows: activity.map((event) => [
                dateTime(event.at),
                html`<strong>${happened(event)}</strong>${event.service !== undefined && html`<br>${event.service}`}`,
                outcomeOf(event),
                event.address === undefined ? whoElse(event) : whence(event.address, event.browser),
              ]),
            })
      }
      ${linkList([
        ...(next === undefined ? [] : [{ href: `/account/activity?before=${next}`, text: 'Older' }]),
        ...(isFirst ? [] : [{ href: '/account/activity', text: 'Newest' }]),
      ])}`,
  });

const whence = (address: string, browser: string | undefined): Part =>
  html`${networkAddress(address)}${browser !== undefined && html`<br>${browser}`}`;

function whoElse({ by, service }: ActivityPage['activity'][number]): string {
  switch (by) {
    case 'service':
      return service ?? 'A service';
    case 'agent':
      return 'Customer Care';
    case 'operator':
      return 'An operator';
    case 'system':
      return 'By itself';
    default:
      return 'not known';
  }
}
