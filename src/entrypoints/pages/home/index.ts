// The start page, for whoever comes with no service in mind.
import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import { findDeletion } from '../../../features/account-deletion/index.ts';
import { findAccount, isActive } from '../../../features/accounts/index.ts';
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
  new Hono<PageEnv>().get('/', async (c) =>
    c.html(
      homePage(
        deps.shell(c),
        deps.services.map(({ id, ...service }) => ({ ...service, serviceClass: serviceClass(id) })),
        await personOf(deps, c),
      ),
    ),
  );

async function personOf({ db, clock, provider }: HomeDeps, c: PageContext): Promise<HomePerson | undefined> {
  const session = await provider.currentSession(c.env.incoming);
  const account = session && (await findAccount(db, session.accountId));
  if (!isActive(account)) return undefined;
  return {
    name: `${account.firstName} ${account.lastName}`,
    email: account.email,
    passwordEndsAt: await passwordEndsSoon({ db, clock }, account.id),
    deletionDueAt: (await findDeletion(db, account.id))?.dueAt,
  };
}
