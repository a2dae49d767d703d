// The addresses that a message of Amazon SNS names, and that we call. They are read from what anybody may have written.

const HOST = /^sns\.([a-z]{2,4}(?:-[a-z]+){1,3}-\d)\.(amazonaws\.com(?:\.cn)?)$/;

/** An address of Amazon SNS itself, and of nobody whose address only looks alike. */
function amazonAddress(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || !HOST.test(url.hostname)) return undefined;
  return `${url.port}${url.username}${url.password}${url.hash}` === '' ? url : undefined;
}

/** A file with a certificate. Without a query: answers of Amazon's interface can hold text of others. */
export function certificateAddress(text: string): URL | undefined {
  const url = amazonAddress(text);
  return url?.search === '' && /^\/[A-Za-z0-9_-]{1,100}\.pem$/.test(url.pathname) ? url : undefined;
}

/** Where the subscription to this very topic is confirmed. */
export function confirmationAddress(text: string | undefined, topicArn: string): URL | undefined {
  const url = amazonAddress(text ?? '');
  const asked = url?.searchParams;
  const isIt = asked?.get('Action') === 'ConfirmSubscription' && asked.get('TopicArn') === topicArn;
  return isIt && url?.pathname === '/' ? url : undefined;
}

/** The names that its signing certificates are made out to, by the region. */
export function certificateNames({ hostname }: URL): string[] {
  const [, region, domain] = HOST.exec(hostname) ?? [];
  return [
    hostname,
    `sns.${domain}`,
    `sns-signing.${region}.${domain}`,
    `sns-${region}.${domain}`,
    'sns-us-gov-west-1.amazonaws.com',
  ];
}
