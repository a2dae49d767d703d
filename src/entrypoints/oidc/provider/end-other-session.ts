import type Provider from 'oidc-provider';
import { endSession } from '../../../features/sessions/index.ts';
import type { StorageDeps } from '../storage/storage-deps.ts';
import type { AttemptResult } from './ask-next-step.ts';
import type { CookieNames } from './cookies.ts';
import { AUTHORIZE_PATH, type Middleware } from './middleware.ts';
import { isAnotherBrowsers } from './whose-outcome.ts';

type Deps = Pick<StorageDeps, 'db' | 'clock' | 'ports'>;

/**
 * A fresh sign-in stands on its own. When it comes back, the session that the browser still holds of
 * another person ends here, and its services are told; the library would send a page with a script
 * that signs out first. Of the same person it goes on.
 */
export const endOtherSession =
  ({ db, clock, ports }: Deps, provider: Provider, names: CookieNames): Middleware =>
  async (ctx, next) => {
    const resumed =
      ctx.path.startsWith(`${AUTHORIZE_PATH}/`) && ctx.cookies.get(names.resume, { signed: true });
    const interaction = resumed ? await provider.Interaction.find(resumed) : undefined;
    const { login } = (interaction?.result ?? {}) as Partial<AttemptResult>;
    if (interaction && login && !isAnotherBrowsers(ports, interaction.result, ctx.req)) {
      const cookie = ctx.cookies.get(names.session, { signed: true });
      const session = cookie ? await provider.Session.find(cookie) : undefined;
      if (session?.accountId && session.accountId !== login.accountId) {
        const { uid } = session;
        await db.transaction().execute((trx) => endSession(trx, { uid, now: clock.now() }));
      }
      if (interaction.session) {
        delete interaction.session;
        await interaction.persist();
      }
    }
    await next();
  };
