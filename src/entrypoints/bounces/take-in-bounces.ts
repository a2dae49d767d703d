import { readFileSync } from 'node:fs';
import { type BounceDeps, listenForBounces } from './listen-for-bounces.ts';
import { type MailboxSettings, pollMailbox } from './poll-mailbox.ts';

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
  const running = [
    ...(listen ? [await listenForBounces(bounceDeps, { ...listen, tls })] : []),
    ...(imap ? [pollMailbox(bounceDeps, imap)] : []),
  ];
  return {
    async stop() {
      await Promise.all(running.map((each) => each.stop()));
    },
  };
}
