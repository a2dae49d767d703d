import { type Html, html } from './html.ts';
import { icon } from './icon.ts';

/** A support team, as it is configured. */
export interface Contact {
  name: string;
  email: string;
  phone?: string | undefined;
}

/** Whom to turn to: the team, its address and its number. A reference goes into the subject of the email. */
export const contact = ({ name, email, phone }: Contact, reference?: string): Html => html`
  <div class="contact">
    <p class="contact-name">${name}</p>
    <p>${icon('mail')}<a href="mailto:${email}${reference && `?subject=${encodeURIComponent(`Reference ${reference}`)}`}">${email}</a></p>
    ${phone && html`<p>${icon('phone')}<a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a></p>`}
  </div>`;

/** The same inside a sentence: `Customer Care (help@ctl.io)`. */
export const contactText = ({ name, email, phone }: Contact): Html =>
  html`${name} (<a href="mailto:${email}">${email}</a>${phone && html`, ${phone}`})`;
