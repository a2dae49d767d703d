import { startApp } from '../app.ts';
import { configurationJsonSchema, readConfiguration } from '../config.ts';
import { configurationIn, faultList, options, say, WrongUse } from './command.ts';
import { stopOnSignal } from './stop-on-signal.ts';

export async function serve(words: string[]): Promise<undefined> {
  const { config } = options(words, { config: { type: 'string' } });
  const configuration = configurationIn(config);
  const { drain = 0, within } = configuration.stopping;
  const app = await startApp(configuration);
  say(`Master Account listens on port ${app.port} for ${app.issuer}.`);
  stopOnSignal(within, { stop: () => app.stop({ drain, within }) });
}

export async function checkConfig([file]: string[]): Promise<number> {
  if (!file) throw new WrongUse();
  const read = readConfiguration(file);
  say(read.ok ? `${file} has no faults.` : faultList(`${file} has faults:`, read.error));
  return read.ok ? 0 : 1;
}

export async function configSchema(): Promise<number> {
  say(JSON.stringify(configurationJsonSchema(), null, 2));
  return 0;
}

export async function rotateKeys(words: string[]): Promise<number> {
  const known = { config: { type: 'string' }, 'at-once': { type: 'boolean' } } as const;
  const { config, 'at-once': atOnce } = options(words, known);
  const { rotateSigningKeys } = await import('../operate-keys.ts');
  await rotateSigningKeys(configurationIn(config), atOnce ? 'at-once' : 'soon');
  say(atOnce ? 'The new keys sign at once.' : 'The new keys are published now, and sign an hour later.');
  return 0;
}
