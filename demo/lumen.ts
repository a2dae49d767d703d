/** What is fixed about the four pretend services of the Lumen example; addresses and secrets are not. */
export interface LumenService {
  id: string;
  name: string;
  product?: string;
  tagline: string;
  features: readonly { name: string; sentence: string }[];
  color: { light: string; dark: string };
  /** Canonical ids of its users: the prefix and a number that no other service counts from. */
  users: { prefix: string; first: number };
  support: { name: string; email: string; phone: string };
  idTokenSignedResponseAlg: 'ES256' | 'RS256';
}

export const lumenServices: readonly LumenService[] = [
  {
    id: 'managed-hosting',
    name: 'Managed Hosting',
    product: 'SavvisStation',
    tagline: 'Your servers, run by people who answer the phone.',
    features: [
      { name: 'Servers', sentence: 'Dedicated machines, patched and watched day and night.' },
      { name: 'Tickets', sentence: 'Every change you asked for, who is on it and when it will be done.' },
      { name: 'Reports', sentence: 'Uptime, capacity and spending, month by month.' },
    ],
    color: { light: '#0f766e', dark: '#2dd4bf' },
    users: { prefix: 'mh', first: 1001 },
    support: { name: 'Managed Hosting support', email: 'managed-hosting@ctl.io', phone: '+1-555-555-0101' },
    idTokenSignedResponseAlg: 'ES256',
  },
  {
    id: 'private-cloud',
    name: 'Private Cloud',
    product: 'Dedicated Cloud Compute',
    tagline: 'A cloud with your name on the door, and nobody else inside.',
    features: [
      { name: 'Hosts', sentence: 'Hardware that is yours alone, added in hours.' },
      { name: 'Networks', sentence: 'Private by default, joined to your offices where you say so.' },
      { name: 'Snapshots', sentence: 'Yesterday, one click away.' },
    ],
    color: { light: '#6d28d9', dark: '#a78bfa' },
    users: { prefix: 'pc', first: 2001 },
    support: { name: 'Private Cloud support', email: 'private-cloud@ctl.io', phone: '+1-555-555-0102' },
    idTokenSignedResponseAlg: 'ES256',
  },
  {
    id: 'cloud-application-manager',
    name: 'Cloud Application Manager',
    tagline: 'Describe an application once, run it on any cloud.',
    features: [
      { name: 'Boxes', sentence: 'What an application is made of, in one description.' },
      { name: 'Deployments', sentence: 'The same box on your cloud, ours, or both.' },
      { name: 'Policies', sentence: 'Who may start what, where, and for how much.' },
    ],
    color: { light: '#b45309', dark: '#fbbf24' },
    users: { prefix: 'cam', first: 3001 },
    support: {
      name: 'Cloud Application Manager support',
      email: 'cloud-application-manager@ctl.io',
      phone: '+1-555-555-0103',
    },
    idTokenSignedResponseAlg: 'ES256',
  },
  {
    id: 'public-cloud',
    name: 'Public Cloud',
    tagline: 'Computers by the minute, in nine places of the world.',
    features: [
      { name: 'Machines', sentence: 'From one core to sixty-four, up in under a minute.' },
      { name: 'Storage', sentence: 'Three copies of everything, billed by what you keep.' },
      { name: 'Billing', sentence: 'What today has cost so far, to the cent.' },
    ],
    color: { light: '#0369a1', dark: '#38bdf8' },
    users: { prefix: 'pub', first: 4001 },
    support: { name: 'Public Cloud support', email: 'public-cloud@ctl.io', phone: '+1-555-555-0104' },
    // One of the four keeps the older algorithm, as some services out there must.
    idTokenSignedResponseAlg: 'RS256',
  },
];

/** Every pretend user has this password, at each service. */
export const legacyPassword = 'legacy-password';

/** What comes of the right password: in, or one of the refusals of the verifier contract. */
export type UserCondition = 'active' | 'locked' | 'password-expired' | 'second-step-required';

/** The users that each service knows, in the order of their canonical ids. */
export const lumenUsers: readonly { username: string; displayName: string; condition: UserCondition }[] = [
  { username: 'alice', displayName: 'Alice Archer', condition: 'active' },
  { username: 'bob', displayName: 'Bob Baker', condition: 'active' },
  { username: 'carol', displayName: 'Carol Chen', condition: 'active' },
  { username: 'locked', displayName: 'Lorna Locked', condition: 'locked' },
  { username: 'expired', displayName: 'Eric Expired', condition: 'password-expired' },
  { username: 'second-step', displayName: 'Stella Second-Step', condition: 'second-step-required' },
];
