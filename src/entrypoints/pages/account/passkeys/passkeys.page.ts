import type { Passkey } from '../../../../features/passkeys/index.ts';
import { dateTime, type Html, html, linkButton, table } from '../../../../ui/index.ts';

/** A part of the page of Authentication. */
export const passkeysPart = ({
  passkeys,
  mayAdd,
}: {
  passkeys: readonly Passkey[];
  mayAdd: boolean;
}): Html => html`
  <section class="part">
    <h2>Passkeys</h2>
    <p>A passkey is kept by your phone, computer or security key, which makes sure that it is you. It signs you in without password or code, and no false page can steal it.</p>
    ${
      passkeys.length > 0 &&
      table({
        caption: 'Passkeys, oldest first',
        columns: ['Made with', 'Added', 'Last used', 'Change'],
        rows: passkeys.map(rowOf),
      })
    }
    ${mayAdd && html`<div class="buttons">${linkButton({ href: '/account/passkeys/add', text: 'Add a passkey', tone: 'quiet' })}</div>`}
  </section>`;

const rowOf = ({ id, name, createdAt, lastUsedAt, backedUp }: Passkey) => [
  backedUp ? html`${name} <span class="optional">(kept in its cloud too)</span>` : name,
  dateTime(createdAt),
  lastUsedAt === undefined ? 'not yet' : dateTime(lastUsedAt),
  html`<a href="/account/passkeys/${id}/remove">Remove<span class="visually-hidden"> ${name}</span></a>`,
];
