import { readFileSync } from 'node:fs';
import type { BounceDeps } from './listen-for-bounces.ts';
import type { MailboxSettings } from './poll-mailbox.ts';

export interface BounceIntakeSettings {
  /** Of our return paths. */
  domain: string;
  listen?:
    | { host: string; port: number; tls?: { certificateFile: string; keyFile: string } | undefined }
    | undefined;
  imap?: MailboxSettings | undefined;
}

/** Starts every way that bounces come in by. @throws PortTaken, or where a file of the certificate cannot be read */
export async function takeInBounces(
  deps: Omit<BounceDeps, 'returnDomain'>,
  settings: BounceIntakeSettings | undefined,
): Promise<{ stop(): Promise<void> }> {
  if (!settings) return { stop: async () => undefined };
  const { domain, listen, imap } = settings;
  const bounceDeps = { ...deps, returnDomain: domain };
  const tls = listen?.tls && {
    cert: readFileSync(listen.tls.certificateFile),
    key: readFileSync(listen.tls.keyFile),
  };
  // Each brings libraries of tens of megabytes: whoever does without them does without that.
  const running: { stop(): Promise<void> }[] = [];
  if (listen) {
    const { listenForBounces } = await import('./listen-for-bounces.ts');
    running.push(await listenForBounces(bounceDeps, { ...listen, tls }));
  }
  if (imap) {
    const { pollMailbox } = await import('./poll-mailbox.ts');
    running.push(pollMailbox(bounceDeps, imap));
  }
  return {
    async stop() {
      await Promise.all(running.map((each) => each.stop()));
    },
  };
}
