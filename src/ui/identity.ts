import { type Html, html, safeHref } from './html.ts';

/** Whose page this is, with the way to say that it is somebody else where there is one. */
export const identity = ({ email, change }: { email: string; change?: string }): Html => html`
  <p class="identity"><span class="identity-email">${email}</span>
  ${change !== undefined && html`<a href="${safeHref(change)}">Use another address</a>`}</p>`;

/**
 * The address once more, inside the form of a password: password managers look for it there. Nobody
 * sees or tabs to it. It says whose account the page was about; what is changed, the session alone decides.
 */
export const usernameForPasswordManagers = (email: string): Html => html`
  <input class="visually-hidden" type="text" name="account" value="${email}" autocomplete="username" tabindex="-1"
    aria-hidden="true" readonly>`;
