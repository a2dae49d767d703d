import { form, type Html, type Problem } from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import { type AskedCode, identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

export const newRecoveryCodesPage = (
  visit: Pick<Visit, 'shell' | 'csrf' | 'account' | 'secondFactor'>,
  p: { askForCode: AskedCode; problems: readonly Problem[] },
): Html =>
  accountPage(visit, {
    section: 'authentication',
    title: 'Get new recovery codes',
    intro: `You have ${visit.secondFactor?.recoveryCodesLeft ?? 0} of 10 left. Ten new ones take their place; the old ones are void after that.`,
    back: { href: '/account/authentication', text: 'Authentication' },
    problems: p.problems,
    body: form({
      action: '/account/authentication/recovery-codes',
      csrf: visit.csrf,
      body: identityFields({ email: visit.account.email, askForCode: p.askForCode, problems: p.problems }),
      submit: 'Show new recovery codes',
    }),
  });
