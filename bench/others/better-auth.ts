import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../test/support/ports.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import type { Product } from './product.ts';

/** Its redirect addresses have to be on https; nobody follows them here. */
const REDIRECT_URI = 'https://service.example/callback';

export const betterAuth: Product = {
  name: 'better-auth',
  packages: { 'better-auth': '1.7.25', '@better-auth/oauth-provider': '1.7.5' },
  // The newest of both. The provider takes this version, but pins older ones of what both stand on.
  installOptions: '--legacy-peer-deps',
  atLeast: 5,
  async start(folder, { accounts, password }) {
    const directory = temporaryFolder();
    const port = await freePorts(1);
    const given = [folder, port, directory, REDIRECT_URI, accounts, password].map(String);
    const child = fork(join(import.meta.dirname, 'better-auth-server.ts'), given, {
      env: { ...process.env, NODE_ENV: 'production' },
    });
    const client = await begun(child).catch((fault) => {
      rmSync(directory, { recursive: true });
      throw fault;
    });
    return {
      pid: child.pid ?? Number.NaN,
      target: {
        ...client,
        origin: `http://localhost:${port}`,
        redirectUri: REDIRECT_URI,
        password,
        paths: {
          signIn: '/api/auth/sign-in/email',
          authorize: '/api/auth/oauth2/authorize',
          token: '/api/auth/oauth2/token',
        },
      },
      stop: () => ended(child, directory),
    };
  },
};

async function begun(child: ChildProcess): Promise<{ clientId: string; clientSecret: string }> {
  const tooSoon = once(child, 'exit').then(() => undefined);
  const [client] = (await Promise.race([once(child, 'message'), tooSoon])) ?? [];
  if (!client) throw new Error('better-auth did not start.');
  return client;
}

async function ended(child: ChildProcess, directory: string): Promise<void> {
  const exit = once(child, 'exit');
  if (child.connected) child.disconnect();
  if (child.exitCode === null) await exit;
  rmSync(directory, { recursive: true });
}
