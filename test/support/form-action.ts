import type { Answer } from './http-request.ts';

/**
 * Whether a form of this page may be sent to, or be led on to, an address. Chromium holds all redirects
 * that follow against the page's `form-action`, also those of other sites.
 */
export function formMayLeadTo(page: Answer, address: URL): boolean {
  const policy = String(page.headers['content-security-policy'] ?? '');
  const directive = policy.split(';').map((each) => each.trim().split(/\s+/));
  const sources = directive.find(([name]) => name === 'form-action')?.slice(1);
  return (
    !sources || sources.some((source) => (source === "'self'" ? page.url.origin : source) === address.origin)
  );
}
