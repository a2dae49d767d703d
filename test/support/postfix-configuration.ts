// What the Postfix of a test has in its `main.cf` and `master.cf`: loopback only, no names looked up, and the hours
// that a mail server gives a message shrunk to seconds.
import { join } from 'node:path';

export function mainCf(
  directory: string,
  { main, transport }: { main: Record<string, string>; transport: Record<string, string> },
): string {
  const routes = Object.entries(transport).map(([domain, to]) => `{ ${domain} = ${to} }`);
  const parameters = {
    compatibility_level: '3.6',
    queue_directory: join(directory, 'queue'),
    data_directory: join(directory, 'data'),
    maillog_file: join(directory, 'log'),
    maillog_file_prefixes: directory,
    inet_interfaces: 'loopback-only',
    inet_protocols: 'ipv4',
    smtp_dns_support_level: 'disabled',
    smtp_host_lookup: 'native',
    smtputf8_enable: 'no',
    myhostname: 'relay.example.net',
    mydestination: '',
    local_recipient_maps: '',
    local_transport: 'error:5.1.1 there are no mailboxes here',
    alias_maps: '',
    mynetworks: '127.0.0.0/8',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    smtpd_peername_lookup: 'no',
    smtpd_client_connection_rate_limit: '0',
    transport_maps: routes.length > 0 ? `inline:{ ${routes.join(', ')} }` : '',
    queue_run_delay: '1s',
    minimal_backoff_time: '1s',
    maximal_backoff_time: '1s',
    smtp_connect_timeout: '5s',
    ...main,
  };
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

/** Debian's services, out of their chroot (it has no copy of what they need), and no way in but one port. */
export const masterCf = (port: number): string => `
127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
