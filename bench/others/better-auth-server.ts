// better-auth as an OpenID Connect provider, from the folder that it is installed in, set up as its documentation advises
// for production. It makes its tables, people and one client, and says who that client is when it listens.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { emailOf } from '../load/tasks.ts';

process.once('disconnect', () => process.exit(0));
const [folder = '', port = '0', directory = '', redirectUri = '', accounts = '0', password = ''] =
  process.argv.slice(2);
const from = createRequire(join(folder, 'package.json'));
const load = (name: string) => import(pathToFileURL(from.resolve(name)).href);

const { betterAuth } = await load('better-auth');
const { jwt } = await load('better-auth/plugins');
const { oauthProvider } = await load('@better-auth/oauth-provider');
const { toNodeHandler } = await load('better-auth/node');
const { getMigrations } = await load('better-auth/db/migration');

// In its favour: a commit does not wait for the disk, as with the driver that it recommends (better-sqlite3 in WAL mode).
const database = new DatabaseSync(join(directory, 'better-auth.sqlite'));
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');

/** Clients that it keeps in memory. */
const trusted = new Set<string>();
const options = {
  database,
  baseURL: `http://localhost:${port}`,
  secret: randomBytes(32).toString('base64url'),
  emailAndPassword: { enabled: true },
  // Each of these is advised for speed by its guide, "Optimizing for Performance", or by the page of its plugin.
  session: { cookieCache: { enabled: true, maxAge: 300 } },
  advanced: { database: { joins: true } },
  // A limit on a visitor's requests says nothing about speed, and 64 visitors hop far more often than people do.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  disabledPaths: ['/token'],
  plugins: [
    // As Master Account signs.
    jwt({ jwks: { keyPairConfig: { alg: 'ES256' } } }),
    oauthProvider({ loginPage: '/sign-in', consentPage: '/consent', cachedTrustedClients: trusted }),
  ],
};
await (await getMigrations(options)).runMigrations();
const auth = betterAuth(options);

await seedPeople(Number(accounts));
const client = await auth.api.adminCreateOAuthClient({
  headers: await someonesSession(),
  body: {
    client_name: 'Managed Hosting',
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code'],
    scope: 'openid profile email',
    skip_consent: true,
  },
});
trusted.add(client.client_id);

createServer(toNodeHandler(auth)).listen(Number(port), '127.0.0.1', () =>
  process.send?.({ clientId: client.client_id, clientSecret: client.client_secret }),
);

/** By its own adapter: everybody with the same password, so that it is hashed once. */
async function seedPeople(count: number): Promise<void> {
  const { internalAdapter, password: passwords } = await auth.$context;
  const hash = await passwords.hash(password);
  for (let nth = 0; nth < count; nth++) {
    const person = { email: emailOf(nth), name: `Person Number ${nth}`, emailVerified: true };
    const { id } = await internalAdapter.createUser(person);
    await internalAdapter.linkAccount({
      userId: id,
      accountId: id,
      providerId: 'credential',
      password: hash,
    });
  }
}

/** Clients are made by somebody who is signed in. */
async function someonesSession(): Promise<Headers> {
  const body = { email: emailOf(0), password };
  const { headers } = await auth.api.signInEmail({ body, returnHeaders: true });
  const cookies = (headers as Headers).getSetCookie().map((line) => line.split(';')[0]);
  return new Headers({ cookie: cookies.join('; ') });
}
