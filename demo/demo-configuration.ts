import type { ConfigurationInput } from '../src/config.ts';
import { type DemoPorts, localAddress, portOfService } from './demo-ports.ts';
import { secretsOfService, smsSecretOf } from './demo-secrets.ts';
import { type LumenService, lumenServices } from './lumen.ts';
import { allowedPrefixes } from './phone/behaviours.ts';

export interface DemoConfiguration {
  issuer: string;
  /** Where Master Account itself listens. */
  port: number;
  ports: DemoPorts;
  dataDirectory: string;
}

type ServiceInput = ConfigurationInput['services'][number];

/** The Lumen example as the demo runs it: everything on this machine, mail to the demo's mailbox, texts to its phone. */
export const demoConfiguration = (demo: DemoConfiguration): ConfigurationInput => ({
  issuer: demo.issuer,
  listen: { host: '127.0.0.1', port: demo.port },
  dataDirectory: demo.dataDirectory,
  brand: {
    name: 'Lumen',
    colors: { accent: '#2a45d6', accentText: '#ffffff', darkAccent: '#93a5ff', darkAccentText: '#10131c' },
  },
  mail: {
    from: 'noreply@ctl.io',
    fromName: 'Lumen',
    smtp: { host: '127.0.0.1', port: demo.ports.smtp, secure: false, requireTls: false },
    bounces: { domain: 'bounces.lumen.test', listen: { port: demo.ports.bounces } },
  },
  sms: {
    type: 'gateway',
    url: `${localAddress(demo.ports.mailbox)}/phone/gateway`,
    secret: smsSecretOf(demo.dataDirectory),
    allowedPrefixes,
  },
  support: {
    customerCare: { name: 'Customer Care', email: 'help@ctl.io' },
    clientResponseCenter: {
      name: 'Client Response Center',
      email: 'response-center@ctl.io',
      phone: '+1-555-555-0100',
    },
  },
  services: lumenServices.map((service) => serviceConfiguration(service, demo)),
});

function serviceConfiguration(
  service: LumenService,
  { ports, dataDirectory }: DemoConfiguration,
): ServiceInput {
  const { id, name, product, color, support, idTokenSignedResponseAlg } = service;
  const url = localAddress(portOfService(ports, id));
  const { clientSecret, verifierSecret, signalSecret } = secretsOfService(dataDirectory, id);
  return {
    id,
    name,
    ...(product !== undefined && { product }),
    color,
    url: `${url}/`,
    signOnUrl: `${url}/sign-in`,
    forgottenPasswordUrl: `${url}/forgotten-password`,
    support,
    verifier: { type: 'http', url: `${url}/verify`, secret: verifierSecret },
    signals: { secret: signalSecret },
    client: {
      clientId: id,
      clientSecret,
      redirectUris: [`${url}/callback`],
      postLogoutRedirectUris: [`${url}/signed-out`],
      backchannelLogoutUri: `${url}/backchannel-logout`,
      tokenEndpointAuthMethod: 'client_secret_basic',
      idTokenSignedResponseAlg,
    },
  };
}
