// One pretend service of the company, as it might be: its own users, passwords and sessions in its own
// database, and an OpenID Connect client of Master Account. One program serves all four.
//   service-routes.ts  everything that a service answers, in one list
//   verifier.ts        Master Account asks: are this username and password right here?
//   sign-on.ts         the browser comes in by way of Master Account
//   sign-out.ts        … and leaves; Master Account tells when it left elsewhere
//   send-signal.ts     the service tells Master Account what happened to a user
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/kernel/index.ts';
import { localAddress } from '../demo-ports.ts';
import { secretsOfService } from '../demo-secrets.ts';
import { listen, type Running } from '../listen.ts';
import type { LumenService } from '../lumen.ts';
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
  const directory = join(dataDirectory, 'demo');
  mkdirSync(directory, { recursive: true });
  const database = openServiceDatabase(join(directory, `${service.id}.sqlite`));
  await seedUsers(database, service);
  const secrets = secretsOfService(dataDirectory, service.id);
  const openId = openIdClient({ issuer, service, clientSecret: secrets.clientSecret });
  const app = serviceRoutes({
    service,
    url: localAddress(port),
    issuer,
    database,
    secrets,
    openId,
    clock,
    report,
  });
  try {
    const server = await listen(app, { port, variable: 'DEMO_PORT', for: service.name });
    return {
      async stop() {
        await server.stop();
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
