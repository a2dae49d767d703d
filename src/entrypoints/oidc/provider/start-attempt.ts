import type { Interaction, KoaContextWithOIDC } from 'oidc-provider';
import { type Clock, hours } from '../../../kernel/index.ts';
import type { OidcPorts } from '../ports.ts';
import { paramsOf, proofsOf } from './ask-next-step.ts';
import { type RegisteredService, serviceOfClient } from './clients.ts';
import { attemptPath } from './cookies.ts';
import type { Middleware } from './middleware.ts';

/** Outlives a lunch break, and a workday. */
export const INTERACTION_LIFETIME = hours(12);

interface Deps {
  services: readonly RegisteredService[];
  clock: Clock;
  ports: Pick<OidcPorts, 'beginAttempt'>;
}

/** Opens an attempt for an authorization request that needs the person. @returns the address of its page */
export const startAttempt =
  ({ services, clock, ports }: Deps) =>
  async (ctx: KoaContextWithOIDC, interaction: Interaction): Promise<string> => {
    const clientId = ctx.oidc.client?.clientId ?? '';
    const session = proofsOf(ctx.oidc.session);
    const { setCookies = [], step } = await ports.beginAttempt({
      cid: interaction.cid,
      uid: interaction.uid,
      serviceId: serviceOfClient(services, clientId)?.id ?? clientId,
      clientId,
      ...(session && { session }),
      signInAgain: interaction.prompt.name === 'login',
      params: paramsOf(interaction.params, (prompt) => ctx.oidc.promptPending(prompt)),
      expiresAt: clock.now() + INTERACTION_LIFETIME,
      request: ctx.req,
    });
    for (const cookie of setCookies) ctx.append('set-cookie', cookie);
    ctx.state['firstStep'] = step;
    return attemptPath(interaction.cid);
  };

/**
 * Sends the browser to the step that an attempt begins with, where that is known, without the way over the hub. Not by
 * the address that the library is told: that is the path of its cookie, too.
 */
export const atFirstStep: Middleware = async (ctx, next) => {
  await next();
  const step: unknown = ctx.state['firstStep'];
  if (typeof step === 'string') ctx.redirect(`${ctx.response.get('Location')}/${step}`);
};
