import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Problem } from '../../src/ui/index.ts';
import { changePasswordPage, passwordChangedPage } from './change-password.page.ts';
import { forgottenPasswordPage } from './forgotten-password.page.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { restorePasswords } from './seed-users.ts';
import { type SentSignal, sendSignal } from './send-signal.ts';
import type { ServiceDeps } from './service-deps.ts';
import { currentSession, type SignedIn } from './service-session.ts';
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
    const { password = '', newPassword = '' } = (await c.req.parseBody()) as Record<string, string>;
    const outcome = await changePassword(deps, signedIn, { password: `${password}`, newPassword });
    return 'problem' in outcome
      ? c.html(changePasswordPage(deps, { ...signedIn, problems: [outcome.problem] }), 422)
      : c.html(passwordChangedPage(deps, outcome.sent));
  });

  app.get('/forgotten-password', (c) => {
    const restored = c.req.query('restored') === 'yes';
    return c.html(forgottenPasswordPage(deps, { users: listUsers(database), restored }));
  });

  app.post('/forgotten-password', async (c) => {
    await restorePasswords(database);
    return c.redirect('/forgotten-password?restored=yes', 303);
  });

  return app;
}

/** Changes it, and tells Master Account. */
async function changePassword(
  deps: ServiceDeps,
  { user }: SignedIn,
  { password, newPassword }: { password: string; newPassword: string },
): Promise<{ problem: Problem } | { sent: SentSignal }> {
  if (!(await isPassword(user.passwordHash, password))) {
    return { problem: { field: 'password', message: 'The password that you have now is not right.' } };
  }
  if (newPassword.length < 8) {
    return { problem: { field: 'newPassword', message: 'The new password needs at least 8 characters.' } };
  }
  if (newPassword === password) {
    return {
      problem: { field: 'newPassword', message: 'This is the password that you have now. Choose another.' },
    };
  }
  setPasswordHash(deps.database, user.id, await hashPassword(newPassword));
  return { sent: await sendSignal(deps, { type: 'account.password-changed', userId: user.id }) };
}
