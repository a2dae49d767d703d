import { csrfField, hiddenField } from './form.ts';
import { type Html, html, type Part } from './html.ts';
import { icon } from './icon.ts';

export interface PasskeyForm {
  /** `give` one that there is, or `make` a new one. */
  act: 'give' | 'make';
  action: string;
  csrf: string;
  /** What the browser is asked for: WebAuthn's own options, as JSON. */
  options: object;
  text: string;
  tone?: 'primary' | 'quiet' | undefined;
  fields?: Readonly<Record<string, string>> | undefined;
  /** Passkeys are offered where the address is typed too. */
  autofill?: boolean | undefined;
  /** Comes after another way to do the same. */
  or?: boolean | undefined;
}

/** A button that asks the browser for a passkey. It is there only where there are scripts and passkeys. */
export const passkeyForm = (p: PasskeyForm): Html => html`
  <form class="passkey" method="post" action="${p.action}" data-passkey="${p.act}" data-passkey-options="${JSON.stringify(p.options)}"${p.autofill && html` data-passkey-autofill`} hidden>
    ${csrfField(p.csrf)}
    ${Object.entries(p.fields ?? {}).map(([name, value]) => hiddenField(name, value))}
    ${p.or && html`<p class="passkey-or">or</p>`}
    ${passkeyButton(p.text, p.tone)}
  </form>`;

/**
 * A passkey in place of a field of the form around it.
 * @param instead the name of that field
 * @param from where the script asks for the options; nothing there, and the button stays away
 */
export const passkeyInstead = ({
  instead,
  from,
  text,
}: {
  instead: string;
  from: string;
  text: string;
}): Html => html`
  <div class="passkey" data-passkey="give" data-passkey-from="${from}" data-passkey-instead="${instead}" hidden>
    ${passkeyButton(text)}
    <p class="passkey-done" role="status" data-passkey-done hidden>${icon('circle-check')}<span>Your passkey was read. Now go on.</span></p>
  </div>`;

const passkeyButton = (text: Part, tone = 'quiet'): Html => html`
    <input type="hidden" name="passkey" value="">
    <button type="button" class="button button-${tone}">${icon('key-round')}<span>${text}</span></button>
    <p class="field-problem" role="alert" data-passkey-problem hidden></p>`;

/** What stands there where the browser can make no passkey; the script takes it away where it can. */
export const passkeyMissing = (text: Part): Html =>
  html`<div class="passkey-missing" data-passkey-missing><p>${text}</p></div>`;
