import { connect } from 'node:tls';
import { days, seconds } from '../../../kernel/index.ts';
import { attention, type Finding, fault, well } from './finding.ts';

const SOON = days(21);

/** How long the certificate of an https address is still good; nothing for others. */
export async function certificateFinding(about: string, address: string, now: number): Promise<Finding[]> {
  const { protocol, hostname, port } = new URL(address);
  if (protocol !== 'https:') return [];
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  // Whether it is to be believed has shown in the call before: here only its last day is read.
  const socket = connect({ host, port: Number(port) || 443, servername: host, rejectUnauthorized: false });
  socket.setTimeout(seconds(3), () => resolve(undefined));
  socket.once('error', () => resolve(undefined));
  socket.once('secureConnect', () => resolve(socket.getPeerCertificate().valid_to));
  const until = await promise.finally(() => socket.destroy());
  if (until === undefined)
    return [attention(about, 'its certificate could not be read', 'Look at it by hand.')];
  const left = Math.floor((Date.parse(until) - now) / days(1));
  const text = `its certificate is good for ${left} days more`;
  if (left < 0) return [fault(about, 'its certificate is over', 'Renew it.')];
  return [left < SOON / days(1) ? attention(about, text, 'Renew it.') : well(about, text)];
}
