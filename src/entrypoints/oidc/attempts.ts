import { type IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Interaction } from 'oidc-provider';
import { ok, type Result, refuse } from '../../kernel/index.ts';
import { equalSecrets } from '../../platform/sealing/index.ts';
import type { Outcome } from './ports.ts';
import type { AttemptResult } from './provider/ask-next-step.ts';

/** A cookie of ours, if its signature is right. */
export function signedCookie(provider: Provider, request: IncomingMessage, name: string): string | undefined {
  return provider.createContext(request, new ServerResponse(request)).cookies.get(name, { signed: true });
}

/** Leaves the outcome of an attempt at its interaction. @returns where the browser goes on */
export async function submitOutcome(
  provider: Provider,
  uid: string | undefined,
  { cid, outcome, browser }: { cid: string; outcome: Outcome; browser: string },
): Promise<Result<string, 'expired'>> {
  const interaction = await findInteraction(provider, uid, cid);
  if (!interaction) return refuse('expired');
  if (!outcome.signIn && !(await isStillSignedIn(provider, interaction, outcome.accountId)))
    return refuse('expired');
  interaction.result = { ...resultOf(interaction, outcome), browser } satisfies AttemptResult;
  await interaction.persist();
  return ok(interaction.returnTo);
}

/** Where an outcome waits to be collected, for the browser that left it. Once it has been, there is no interaction. */
export async function findWayOn(
  provider: Provider,
  uid: string | undefined,
  { cid, browser }: { cid: string; browser: string },
): Promise<string | undefined> {
  const interaction = await findInteraction(provider, uid, cid);
  const result = interaction?.result as Partial<AttemptResult> | undefined;
  const isItsOwn = result?.browser !== undefined && equalSecrets(result.browser, browser);
  return isItsOwn ? interaction?.returnTo : undefined;
}

async function findInteraction(
  provider: Provider,
  uid: string | undefined,
  cid: string,
): Promise<Interaction | undefined> {
  const interaction = uid === undefined ? undefined : await provider.Interaction.find(uid);
  return interaction?.cid === cid ? interaction : undefined;
}

async function isStillSignedIn(
  provider: Provider,
  { session }: Interaction,
  accountId: string,
): Promise<boolean> {
  const live = session && (await provider.Session.findByUid(session.uid));
  return live?.accountId === accountId;
}

function resultOf(
  { params }: Interaction,
  { accountId, signIn, serviceAccount }: Outcome,
): Omit<AttemptResult, 'browser'> {
  const prompts = typeof params['prompt'] === 'string' ? params['prompt'].split(' ') : [];
  return {
    ...(signIn && {
      login: {
        accountId,
        acr: signIn.acr,
        amr: signIn.amr,
        ts: Math.floor(signIn.authenticatedAt / 1000),
        remember: true,
      },
    }),
    ...(prompts.includes('select_account') && { select_account: {} }),
    ...(serviceAccount && { link: { serviceAccount } }),
  };
}
