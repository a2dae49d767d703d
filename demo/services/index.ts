// One pretend service of the company, as it might be: its own users, passwords and sessions in its own
// database, and an OpenID Connect client of Master Account. One program serves all four.
//   service-routes.ts    everything that a service answers, in one list
//   service-deps.ts      what the routes work with
//   verifier.ts          Master Account asks: are this username and password right here?
//   check-credentials.ts … and this decides it
//   sign-on.ts           the browser comes in by way of Master Account (open-id-client.ts, proven-account.ts)
//   service-session.ts   who is signed in here in this browser
//   sign-out.ts          … and leaves; Master Account tells when it left elsewhere (logout-token.ts)
//   password-routes.ts   the service's own passwords (passwords.ts): changed, forgotten, set back
//   send-signal.ts       the service tells Master Account what happened to a user
//   seed-users.ts        the pretend users that it starts with
//   service-database.ts, *.queries.ts   its tables: users, sessions, sign-ons under way
//   *.page.ts            what the pages look like (claims-table.ts)
import { join } from 'node:path';
import type { Clock } from '../../src/kernel/index.ts';
import { localAddress } from '../demo-ports.ts';
import { secretsOfService } from '../demo-secrets.ts';
import { listen, portNeed, type Running } from '../listen.ts';
import type { LumenService } from '../lumen.ts';
import { runOn } from '../open-sqlite.ts';
import { openIdClient } from './open-id-client.ts';
import { seedUsers } from './seed-users.ts';
import { openServiceDatabase } from './service-database.ts';
import { serviceRoutes } from './service-routes.ts';

export interface ServiceSettings {
  port: number;
  issuer: string;
  dataDirectory: string;
  clock: Clock;
  report: (fault: unknown) => void;
}

/** Starts one service. Master Account need not be there yet. @throws PortTaken */
export async function startService(service: LumenService, settings: ServiceSettings): Promise<Running> {
  const { port, issuer, dataDirectory, clock, report } = settings;
  const database = openServiceDatabase(join(dataDirectory, 'demo', `${service.id}.sqlite`));
  return runOn(database, async () => {
    await seedUsers(database, service);
    const secrets = secretsOfService(dataDirectory, service.id);
    const openId = openIdClient({ issuer, service, clientSecret: secrets.clientSecret });
    const url = localAddress(port);
    const app = serviceRoutes({ service, url, issuer, database, secrets, openId, clock, report });
    return listen(app, portNeed(port, 'DEMO_PORT', service.name));
  });
}
