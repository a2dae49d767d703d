import { button, type Html, html, link, table } from '../../src/ui/index.ts';
import { legacyPassword, lumenUsers } from '../lumen.ts';
import { pretendDomains } from '../mailbox/pretend-domains.ts';
import { boxes } from '../pages/columns.ts';
import { demoPage } from '../pages/layout.ts';

interface StartPage {
  issuer: string;
  mailboxUrl: string;
  services: readonly { id: string; name: string; url: string; isOn: boolean }[];
}

/** What runs where, and who may sign in. */
export const startPage = ({ issuer, mailboxUrl, services }: StartPage): Html =>
  demoPage({
    title: 'Four services, one account',
    intro:
      'Open a service and sign in. The Master Account asks who you are, then once for the user that you have at that service; from then on it opens without asking.',
    body: html`
      <h2>The services</h2>
      ${serviceTable(services)}
      ${boxes([
        {
          title: 'Master Account',
          body: html`<p><a href="${issuer}">${issuer}</a></p><p>The one account for all of them.</p>`,
        },
        {
          title: 'Mailbox and phone',
          body: html`<p><a href="${mailboxUrl}">${mailboxUrl}</a></p><p>Every email that is sent arrives here.</p>
            <p><a href="${mailboxUrl}/phone">${mailboxUrl}/phone</a></p><p>And every text message here.</p>`,
        },
      ])}
      <h2>The users of each service</h2>
      <p>They all have the password <code>${legacyPassword}</code>.</p>
      ${userTable()}
      <h2>Where’s my email?</h2>
      <p>Register with an address of one of these domains to see what Master Account learns of a message, and tells the person who waits for it. The button appears three minutes after the message was sent.</p>
      ${fateTable()}`,
  });

const serviceTable = (services: StartPage['services']): Html =>
  table({
    caption: 'The services',
    columns: ['Service', 'Now', 'To see what happens when it does not answer'],
    rows: services.map(({ id, name, url, isOn }) => [
      link({ href: url, text: name }),
      isOn ? 'On' : 'Off',
      switchButton({ id, name, act: isOn ? 'stop' : 'start' }),
    ]),
  });

const userTable = (): Html =>
  table({
    caption: 'The users of each service',
    columns: ['Username', 'With the right password'],
    rows: lumenUsers.map(({ username, condition }) => [
      html`<code>${username}</code>`,
      conditions[condition],
    ]),
  });

const fateTable = (): Html =>
  table({
    caption: 'Addresses whose mail meets a fate of its own',
    columns: ['Address', 'What becomes of mail to it'],
    rows: pretendDomains.map(({ domain, fate }) => [html`<code>anybody@${domain}</code>`, fate]),
  });

const switchButton = ({ id, name, act }: { id: string; name: string; act: 'start' | 'stop' }): Html => html`
  <form class="form-inline" method="post" action="/services/${id}/${act}">${button({
    text: html`${act === 'start' ? 'Start' : 'Stop'}<span class="visually-hidden"> ${name}</span>`,
    tone: 'link',
  })}</form>`;

const conditions = {
  active: 'Comes in',
  locked: 'Is locked at the service',
  'password-expired': 'Has an expired password there',
  'second-step-required': 'Is asked for a second step there',
} as const;
