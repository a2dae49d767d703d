import { addLink, findLink } from '../../../../features/links/index.ts';
import { findService, type Service } from '../../../../features/services/index.ts';
import type { Problem } from '../../../../ui/index.ts';
import { notFoundPage } from '../../errors/index.ts';
import { refusalStatus } from '../../refusals/refusal-status.ts';
import { missingFields } from '../../service-account/fields.page.ts';
import { type Verdict, verdictProblem } from '../../service-account/verdict.page.ts';
import { changerOf } from '../changer.ts';
import { asksForCode, confirmIdentity } from '../confirm-identity.ts';
import type { AccountPagesDeps } from '../ports.ts';
import type { Answer, Page } from '../section.ts';
import type { Visit } from '../visit.ts';
import { addLinkPage } from './add.page.ts';

const HERE = '/account/links';

/** The person first, then the service: nobody else tries a service's passwords from a browser that was left open. */
export const addPage = (deps: AccountPagesDeps): Page => ({
  path: '/:service/add',
  show: (visit) =>
    withService(deps, visit, async (service) =>
      addLinkPage(visit, await contentOf(deps, visit, service, visit.typedBefore['username'] ?? '')),
    ),
  keeps: ['username'],
  submit: (visit, form) =>
    withService(deps, visit, async (service) => {
      const asked = { service, customerCare: deps.customerCare, mayUseOnce: false };
      const username = form['username'] ?? '';
      const password = form['password'] ?? '';
      const again = async (problems: Problem[], verdict?: Verdict): Promise<Answer> => ({
        again: addLinkPage(visit, {
          ...(await contentOf(deps, visit, service, username)),
          problems,
          verdict,
        }),
        status: refusalStatus(deps, visit.c, verdict ?? {}),
      });
      const missing = { username: username.trim() === '', password: password === '' };
      if (missing.username || missing.password) return again([...missingFields(service.name, missing)]);
      const confirmed = await confirmIdentity(deps, visit, form, 'factor');
      if (!confirmed.ok) return again(confirmed.error);
      const added = await addLink(deps, changerOf(visit), { service, username, password });
      if (added.ok) return { goTo: `${HERE}?done=linked&service=${service.id}` };
      const { error } = added;
      if (error.reason === 'session-over') return 'session-over';
      if (error.reason === 'already-linked') return { goTo: `${HERE}?done=gone` };
      return again([verdictProblem(error, asked, deps.clock.now())], error);
    }),
});

/** For a service that there is, that is not linked, of an account that is to stay. */
async function withService(
  deps: AccountPagesDeps,
  visit: Visit,
  then: (service: Service) => Promise<Answer>,
): Promise<Answer> {
  const service = findService(deps, visit.c.req.param('service'));
  if (!service) return { again: notFoundPage(visit.shell, deps.customerCare), status: 404 };
  if (visit.standing.deletionDueAt !== undefined) return { goTo: HERE };
  const linked = await findLink(deps.db, { accountId: visit.account.id, serviceId: service.id });
  return linked ? { goTo: `${HERE}?done=gone` } : then(service);
}

const contentOf = async (deps: AccountPagesDeps, visit: Visit, service: Service, username: string) => ({
  service,
  customerCare: deps.customerCare,
  username,
  askForCode: await asksForCode(deps, visit, 'factor'),
  problems: [],
  verdict: undefined,
});
