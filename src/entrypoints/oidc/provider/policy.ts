import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Acr, Answer } from '../ports.ts';
import type { AskNextStep } from './ask-next-step.ts';

const { Check, Prompt, base } = interactionPolicy;

/** Which prompt stands for which step. The hub decides the step; here it only gets a name in OpenID Connect. */
const STEPS: Record<'login' | 'second-factor' | 'link', readonly Answer['step'][]> = {
  login: ['email', 'register', 'password'],
  'second-factor': ['code', 'new-password', 'enrol-totp'],
  link: ['keep-account', 'link'],
};

/** What can be reached; discovery says so. */
export const REACHABLE: readonly Acr[] = ['aal1', 'aal2'];

/** When an authorization request sends the browser to sign-in, and what the service is told where that is not allowed. */
export function interactionPrompts(ask: AskNextStep): interactionPolicy.Prompt[] {
  const consent = new Prompt({ name: 'consent', requestable: true });
  // It may be asked for (and must be, for offline access), and is always given: the services are the company's own.
  consent.checks.clear();
  return [
    loginPrompt(ask),
    new Prompt(
      { name: 'second-factor', requestable: false },
      stepCheck(ask, 'second-factor', 'interaction_required'),
    ),
    new Prompt({ name: 'select_account', requestable: true }),
    new Prompt({ name: 'link', requestable: false }, stepCheck(ask, 'link', 'interaction_required')),
    consent,
  ];
}

function loginPrompt(ask: AskNextStep): interactionPolicy.Prompt {
  const login = base().get('login');
  if (!login) throw new Error('The library has no login prompt.');
  for (const reason of ['id_token_hint', 'claims_id_token_sub_value', 'essential_acrs', 'essential_acr']) {
    login.checks.remove(reason);
  }
  login.checks.add(
    new Check('person', 'the person asked for is not signed in', 'login_required', isSomebodyElse),
  );
  login.checks.add(new Check('acr', 'the level asked for was not reached', 'login_required', isLevelMissing));
  login.checks.add(stepCheck(ask, 'login', 'login_required'));
  return login;
}

const stepCheck = (ask: AskNextStep, prompt: keyof typeof STEPS, error: string): interactionPolicy.Check =>
  new Check(`${prompt}_step`, 'sign-in is not complete', error, async (ctx) =>
    STEPS[prompt].includes((await ask(ctx)).step),
  );

/** `id_token_hint` and the claim `sub` name a person. Once another one has signed in, asking again would go in circles. */
function isSomebodyElse({ oidc }: KoaContextWithOIDC): boolean {
  const hinted = subjectOf(oidc.params?.['id_token_hint']) ?? oidc.claims.id_token?.['sub']?.value;
  if (hinted === undefined || hinted === oidc.session?.accountId) return false;
  if (oidc.result?.login) throw new errors.LoginRequired('the person asked for is not signed in');
  return true;
}

/** The library has verified the hint when the request came in, and does not look at it again on resumption. */
function subjectOf(idToken: unknown): string | undefined {
  if (typeof idToken !== 'string') return undefined;
  return JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8')).sub;
}

function isLevelMissing({ oidc }: KoaContextWithOIDC): boolean {
  const wish = oidc.claims.id_token?.['acr'];
  if (!wish?.essential) return false;
  if (wish.values !== undefined && !Array.isArray(wish.values)) {
    throw new errors.InvalidRequest('acr values must be an array');
  }
  const values: readonly string[] = wish.values ?? (wish.value === undefined ? [] : [wish.value]);
  if (values.length === 0 || values.includes(oidc.session?.acr ?? '')) return false;
  if (oidc.result?.login || !REACHABLE.some((acr) => values.includes(acr))) {
    throw new errors.UnmetAuthenticationRequirements('the level asked for cannot be reached');
  }
  return true;
}
