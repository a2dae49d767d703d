import { type Banner, form, type Html, html, linkButton, type Problem } from '../../../../ui/index.ts';
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
      <section class="part">
        <h2>Download a copy</h2>
        <div class="text"><p>A file (JSON) with your details, links, sessions, the messages that were sent to you, your security questions
          without the answers, and your whole activity. No passwords, PIN, codes or answers are in it.</p></div>
        ${form({
          action: '/account/my-data/download',
          downloads: true,
          csrf: visit.csrf,
          body: identityFields({ email: visit.account.email, askForCode: false, problems }),
          submit: 'Download my data',
        })}
      </section>
      ${
        visit.standing.deletionDueAt === undefined &&
        html`<section class="part">
          <h2>Delete your account</h2>
          <div class="text"><p>Your ${visit.shell.brand.name} account goes; your accounts at the services stay. You can change your mind for 14 days.</p></div>
          <div class="buttons">${linkButton({ href: '/account/my-data/delete', text: 'Delete my account', tone: 'quiet' })}</div>
        </section>`
      }`,
  });
