import {
  type Html,
  html,
  linkButton,
  linkList,
  type Panel,
  page,
  postButton,
  type Shell,
} from '../../../ui/index.ts';

export interface OtherRegistrationPage {
  shell: Shell;
  csrf: string;
  panel: Panel | undefined;
  /** The address that is being registered in this browser now. */
  present: string;
  /** The address of the registration that the form was of, where it can still go on. */
  other: string | undefined;
  /** Where another address is given. */
  change: string;
}

/** Two tabs, two registrations: the form was of the one that is not going on now. Nothing of it was saved. */
export const otherRegistrationPage = (p: OtherRegistrationPage): Html =>
  page(p.shell, {
    title: 'Another address is registering in this browser',
    intro: html`The registration of <strong>${p.present}</strong> is going on in this browser now. What you have just sent belongs to ${
      p.other === undefined ? 'another one' : html`that of <strong>${p.other}</strong>`
    }, and was not saved.`,
    panel: p.panel,
    body: html`
      <div class="buttons">${linkButton({ href: '/register', text: `Go on with ${p.present}` })}</div>
      ${
        p.other === undefined
          ? linkList([{ href: p.change, text: 'Use another address' }])
          : postButton({
              action: '/register',
              csrf: p.csrf,
              text: `Go on with ${p.other}`,
              fields: { email: p.other },
            })
      }`,
  });
