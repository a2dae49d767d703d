import { type Configuration, checkConfiguration, type Environment, withEnvironment } from '../config.ts';
import { dataDirectoryFault } from '../data-directory.ts';
import { notedDemo } from '../noted-demo.ts';
import { environmentOrExplain, orExplain } from './command.ts';

/**
 * The configuration of the demo, as the environment says.
 * @param check throws where it cannot be; before anything is made
 */
export async function setUpDemo(
  check: (
    environment: Environment,
    ports: Record<'demo' | 'mailbox' | 'smtp' | 'bounces', number>,
  ) => unknown,
  environment = environmentOrExplain(),
) {
  const { port, dataDirectory, demoPort, mailboxPort, smtpPort, bouncePort } = environment;
  const issuer = `http://localhost:${port}`;
  const ports = { demo: demoPort, mailbox: mailboxPort, smtp: smtpPort, bounces: bouncePort };
  await check(environment, ports);
  const fault = dataDirectoryFault(dataDirectory);
  if (fault) throw new Error(`DATA_DIR ${fault}.`);
  // Loaded for the demo only: nothing of the product depends on it.
  const { demoConfiguration } = await import('../../demo/index.ts');
  const input = demoConfiguration({ issuer, port, ports, dataDirectory });
  const configuration = orExplain(checkConfiguration(input), 'The demo cannot run:');
  return { environment, issuer, ports, input, configuration };
}

/** What the demo runs by, for commands beside it: where it listens it has said itself. Where none has run, nothing is made. */
export async function placeOfDemo(given = environmentOrExplain()): Promise<Configuration> {
  const check = async ({ dataDirectory, databaseUrl: url }: Environment) => {
    const { requireDatabase } = await import('../operate.ts');
    requireDatabase({ dataDirectory, database: url === undefined ? undefined : { url } });
  };
  const { environment, configuration } = await setUpDemo(check, {
    ...given,
    ...notedDemo(given.dataDirectory),
  });
  return withEnvironment(configuration, environment);
}
