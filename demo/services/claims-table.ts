import { dateTime, type Html, html, type Part, table } from '../../src/ui/index.ts';

export type Claims = Record<string, unknown>;

/** Each claim with what it says and what it is for. */
export const claimsTable = (claims: Claims): Html =>
  table({
    caption: 'Claims of the ID token',
    columns: ['Claim', 'Value', 'Meaning'],
    rows: Object.entries(claims).map(([name, value]) => [
      html`<code>${name}</code>`,
      html`<code>${claimText(value)}</code>`,
      meaningOf(name, value),
    ]),
  });

export const claimText = (value: unknown): string =>
  value === undefined ? 'not told' : typeof value === 'string' ? value : spaced(value);

/** JSON with room between its parts, so that long values break there. */
const spaced = (value: unknown): string => JSON.stringify(value, null, 1).replaceAll(/\s*\n\s*/g, ' ');

const meanings: Record<string, string> = {
  iss: 'Who says so',
  sub: 'The Master Account, always the same',
  aud: 'This service',
  sid: 'The session at the Master Account',
  nonce: 'Ties the token to the sign-in that this browser began',
  acr: 'How strongly the person was proved',
  amr: 'What they proved it with',
  at_hash: 'Ties the token to the access token',
  name: 'The name in the Master Account',
  given_name: 'First name',
  family_name: 'Last name',
  email: 'The address of the Master Account',
  email_verified: 'Whether the address was proved',
  service_account: 'The user here that it vouches for',
};

const instants: Record<string, string> = {
  iat: 'Issued',
  exp: 'Good until',
  auth_time: 'The person proved themselves',
};

function meaningOf(name: string, value: unknown): Part {
  const instant = instants[name];
  if (instant === undefined || typeof value !== 'number') return meanings[name];
  return html`${instant} ${dateTime(value * 1000, 'second')}`;
}
