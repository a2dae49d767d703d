// The start page, for whoever comes with no service in mind: where everything is, and whom this browser is signed in as.
import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import { findDeletion } from '../../../features/account-deletion/index.ts';
import { type Account, findAccount, isActive } from '../../../features/accounts/index.ts';
import { listLinks } from '../../../features/links/index.ts';
import { passwordEndsSoon } from '../../../features/password-reminders/index.ts';
import type { Clock } from '../../../kernel/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { PageContext, PageEnv } from '../../../platform/http/index.ts';
import { type Shell, serviceClass } from '../../../ui/index.ts';
import { type HomePerson, homePage } from './home.page.ts';

export interface HomeDeps {
  db: Db;
  clock: Clock;
  shell(c: PageContext): Shell;
  services: readonly { id: string; name: string; product?: string | undefined; signOnUrl: string }[];
  provider: {
    /** Whom this browser is signed in as. */
    currentSession(request: IncomingMessage): Promise<{ accountId: string } | undefined>;
  };
}

export const homePages = (deps: HomeDeps): Hono<PageEnv> =>
  new Hono<PageEnv>().get('/', async (c) => {
    const account = await accountOf(deps, c);
    const links = account ? await listLinks(deps.db, account.id) : [];
    const services = deps.services.map(({ id, ...service }) => ({
      ...service,
      serviceClass: serviceClass(id),
      linkedAs: links.find(({ serviceId }) => serviceId === id)?.username,
    }));
    return c.html(homePage(deps.shell(c), services, account && (await personOf(deps, account))));
  });

async function accountOf({ db, provider }: HomeDeps, c: PageContext): Promise<Account | undefined> {
  const session = await provider.currentSession(c.env.incoming);
  const account = session && (await findAccount(db, session.accountId));
  return isActive(account) ? account : undefined;
}

async function personOf({ db, clock }: HomeDeps, account: Account): Promise<HomePerson> {
  return {
    name: `${account.firstName} ${account.lastName}`,
    email: account.email,
    passwordEndsAt: await passwordEndsSoon({ db, clock }, account.id),
    deletionDueAt: (await findDeletion(db, account.id))?.dueAt,
  };
}
