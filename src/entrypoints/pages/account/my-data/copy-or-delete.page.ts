import {
  type Banner,
  form,
  type Html,
  html,
  linkButton,
  type Problem,
  part,
  textBlock,
} from '../../../../ui/index.ts';
import { accountPage } from '../frame.page.ts';
import { identityFields } from '../identity-fields.page.ts';
import type { Visit } from '../visit.ts';

export const myDataPage = (
  visit: Pick<Visit, 'shell' | 'csrf' | 'account' | 'standing'>,
  { problems, notice }: { problems: readonly Problem[]; notice: Banner | undefined },
): Html =>
  accountPage(visit, {
    section: 'my-data',
    title: 'My data',
    intro: 'Everything that is kept about you here is yours to take along, or to have deleted.',
    problems,
    notice,
    body: html`
      ${part(
        'Download a copy',
        html`
        ${textBlock(
          'A file (JSON) with your details, links, sessions, the messages that were sent to you, your security questions without the answers, and your whole activity. No passwords, PIN, codes or answers are in it.',
        )}
        ${form({
          action: '/account/my-data/download',
          downloads: true,
          csrf: visit.csrf,
          body: identityFields({ email: visit.account.email, askForCode: false, problems }),
          submit: 'Download my data',
        })}`,
      )}
      ${visit.standing.deletionDueAt === undefined && deletionPart(visit)}`,
  });

const deletionPart = ({ shell }: Pick<Visit, 'shell'>): Html =>
  part(
    'Delete your account',
    html`
      ${textBlock(
        `Your ${shell.brand.name} account goes; your accounts at the services stay. You can change your mind for 14 days.`,
      )}
      <div class="buttons">${linkButton({ href: '/account/my-data/delete', text: 'Delete my account', tone: 'quiet' })}</div>`,
  );
