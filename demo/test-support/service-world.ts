import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Hono } from 'hono';
import { type Clock, systemClock } from '../../src/kernel/index.ts';
import { secretsOfService } from '../demo-secrets.ts';
import { type LumenService, lumenServices } from '../lumen.ts';
import { openIdClient } from '../services/open-id-client.ts';
import { seedUsers } from '../services/seed-users.ts';
import { openServiceDatabase } from '../services/service-database.ts';
import type { ServiceDeps } from '../services/service-deps.ts';
import { serviceRoutes } from '../services/service-routes.ts';

export interface ServiceWorld {
  app: Hono;
  deps: ServiceDeps;
  /** What was reported as a fault. */
  faults: unknown[];
}

/** A directory that is gone after the test. */
export function temporaryDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'demo-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** One service with its seeded users, answering without a port. */
export async function serviceWorld(
  t: TestContext,
  {
    id = 'managed-hosting',
    issuer = 'http://localhost:1',
    clock = systemClock,
    directory = temporaryDirectory(t),
  }: { id?: string; issuer?: string; clock?: Clock; directory?: string } = {},
): Promise<ServiceWorld> {
  const service = lumenServices.find((each) => each.id === id) as LumenService;
  const secrets = secretsOfService(directory, id);
  const database = openServiceDatabase(join(directory, `${id}.sqlite`));
  t.after(() => database.close());
  await seedUsers(database, service);
  const faults: unknown[] = [];
  const deps: ServiceDeps = {
    service,
    url: `http://${id}.localhost`,
    issuer,
    database,
    secrets,
    openId: openIdClient({ issuer, service, clientSecret: secrets.clientSecret }),
    clock,
    report: (fault) => {
      faults.push(fault);
    },
  };
  return { app: serviceRoutes(deps), deps, faults };
}
