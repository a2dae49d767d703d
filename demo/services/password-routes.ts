import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { changePasswordPage, passwordChangedPage } from './change-password.page.ts';
import { forgottenPasswordPage } from './forgotten-password.page.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { restorePasswords } from './seed-users.ts';
import { sendSignal } from './send-signal.ts';
import type { ServiceDeps } from './service-deps.ts';
import { currentSession } from './service-session.ts';
import { listUsers, setPasswordHash } from './users.queries.ts';

/** The service's own passwords: changing one, which ends its links, and what to do when it is forgotten. */
export function passwordRoutes(deps: ServiceDeps): Hono {
  const { database } = deps;
  const app = new Hono();

  app.get('/password', (c) => {
    const signedIn = currentSession(deps, c);
    return signedIn ? c.html(changePasswordPage(deps, signedIn)) : c.redirect('/');
  });

  app.post('/password', bodyLimit({ maxSize: 16 * 1024 }), async (c) => {
    const signedIn = currentSession(deps, c);
    if (!signedIn) return c.redirect('/', 303);
    const { user } = signedIn;
    const { password = '', newPassword = '' } = (await c.req.parseBody()) as Record<string, string>;
    if (!(await isPassword(user.passwordHash, `${password}`))) {
      const problems = [{ field: 'password', message: 'The password that you have now is not right' }];
      return c.html(changePasswordPage(deps, { user, problems }), 422);
    }
    if (newPassword.length < 8) {
      const problems = [{ field: 'newPassword', message: 'The new password needs at least 8 characters' }];
      return c.html(changePasswordPage(deps, { user, problems }), 422);
    }
    setPasswordHash(database, user.id, await hashPassword(newPassword));
    return c.html(
      passwordChangedPage(
        deps,
        await sendSignal(deps, { type: 'account.password-changed', userId: user.id }),
      ),
    );
  });

  app.get('/forgotten-password', (c) =>
    c.html(
      forgottenPasswordPage(deps, {
        users: listUsers(database),
        restored: c.req.query('restored') === 'yes',
      }),
    ),
  );

  app.post('/forgotten-password', async (c) => {
    await restorePasswords(database);
    return c.redirect('/forgotten-password?restored=yes', 303);
  });

  return app;
}
