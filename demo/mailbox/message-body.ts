/**
 * The page inside the frame that shows a message's HTML. Whoever can send mail writes it, so it gets an
 * origin of its own, no script, no form, and nothing from the network: a picture fetched would tell the
 * sender who reads. Links open in a new tab, because a page of ours refuses to be framed.
 */
export const messageBodyPolicy = [
  `sandbox allow-popups allow-popups-to-escape-sandbox`,
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** What the frame may do; the policy above says the same, for when the address is opened by itself. */
export const frameSandbox = 'allow-popups allow-popups-to-escape-sandbox';

export const messageBody = (html: string): string => `<!doctype html><base target="_blank">${html}`;
