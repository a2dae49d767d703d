import type { Instant } from '../kernel/index.ts';
import { appearsAfter } from './appears.ts';
import { countdown } from './countdown.ts';
import { type Html, html, trusted } from './html.ts';
import { details } from './text.ts';

export interface QrCode {
  /** Made by us: an SVG, black on white, with its quiet zone. */
  svg: string;
  /** What it says, for whoever cannot scan it: the secret in groups of four. */
  secretText: string;
  /** The same as a link: on a phone it opens the OTP app. */
  uri: string;
  now: Instant;
  validUntil: Instant;
}

/**
 * A QR code with the time that it is valid for. When that has run out the client script puts a new one in its place, and
 * leaves alone what has been typed; without JavaScript the link below does.
 */
export const qrCode = (q: QrCode): Html => html`
  <div class="qr" data-renewed="qr">
    <div class="qr-code" role="img" aria-label="QR code for your OTP app">${trusted(q.svg)}</div>
    <div class="qr-timer" data-runs-out>${appearsAfter({
      wait: q.validUntil - q.now,
      before: countdown({ before: 'Valid for', now: q.now, until: q.validUntil }),
      body: html`<p class="qr-renew">The time is up. <a href="">Show a new QR code</a></p>`,
    })}</div>
    ${details({
      summary: 'Can’t scan?',
      body: html`<p>Type this key into your OTP app, as a time-based one:</p>
        <p><code class="qr-secret">${q.secretText}</code></p>
        <p><a href="${trusted(escapedUri(q.uri))}">Open it in the OTP app of this device</a></p>`,
    })}
  </div>`;

/** `otpauth:` is no address of the web, so it is let through here alone, and escaped. */
function escapedUri(uri: string): string {
  if (!uri.startsWith('otpauth://totp/')) throw new Error('This is not what a QR code of ours says.');
  return uri.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
