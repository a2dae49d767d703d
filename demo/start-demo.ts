import type { Clock } from '../src/kernel/index.ts';
import { systemClock } from '../src/kernel/index.ts';
import { type DemoPorts, localAddress, portOfService } from './demo-ports.ts';
import { listen, portNeed, type Running } from './listen.ts';
import { lumenServices } from './lumen.ts';
import { startMailbox } from './mailbox/index.ts';
import { startService } from './services/index.ts';
import { type ServiceSwitch, serviceSwitch } from './start-page/service-switch.ts';
import { startPageRoutes } from './start-page/start-page-routes.ts';

export interface DemoSettings {
  /** Where Master Account is or will be; it need not be there yet. */
  issuer: string;
  ports: DemoPorts;
  dataDirectory: string;
  clock?: Clock;
  /** Told of faults that a visitor sees as "something went wrong". */
  report?: (fault: unknown) => void;
}

export interface Demo {
  /** The page that leads to everything else. */
  url: string;
  services: { id: string; name: string; url: string }[];
  mailbox: { url: string; smtpPort: number };
  /** Closes every port within half a second. */
  stop(): Promise<void>;
}

/**
 * Starts the four pretend services, the mailbox and the start page, all or none of them.
 * @throws PortTaken whose message names the port and the environment variable that changes it
 */
export async function startDemo(settings: DemoSettings): Promise<Demo> {
  const { issuer, ports, dataDirectory, clock = systemClock, report = () => {} } = settings;
  const switches = lumenServices.map((service) =>
    serviceSwitch(
      { id: service.id, name: service.name, url: localAddress(portOfService(ports, service.id)) },
      () =>
        startService(service, {
          port: portOfService(ports, service.id),
          issuer,
          dataDirectory,
          clock,
          report,
        }),
    ),
  );
  const mailbox = { url: localAddress(ports.mailbox), smtpPort: ports.smtp };
  const url = localAddress(ports.demo);
  const parts = await allOrNone([
    startMailbox({
      port: ports.mailbox,
      smtpPort: ports.smtp,
      bouncePort: ports.bounces,
      dataDirectory,
      clock,
    }),
    listen(
      startPageRoutes({ url, issuer, mailbox, switches }),
      portNeed(ports.demo, 'DEMO_PORT', "the demo's start page"),
    ),
    ...switches.map((each: ServiceSwitch) => each.start().then(() => each)),
  ]);
  return {
    url,
    services: switches.map(({ service }) => service),
    mailbox,
    stop: () => stopAll(parts),
  };
}

async function allOrNone(starting: Promise<Running>[]): Promise<Running[]> {
  const outcomes = await Promise.allSettled(starting);
  const running = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failure) return running;
  await stopAll(running);
  throw failure.reason;
}

async function stopAll(parts: readonly Running[]): Promise<void> {
  await Promise.all(parts.map((part) => part.stop()));
}
