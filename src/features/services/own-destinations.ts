/** Our own pages that people sign in to. No service may have such an id, nor its client. */
export const ownDestinations = {
  'manage-my-account': {
    id: 'manage-my-account',
    name: 'Manage My Account',
    url: '/account',
    signOnUrl: '/account',
    secondFactorRequired: false,
    service: undefined,
  },
} as const;

export const isOwnDestination = (id: string): id is keyof typeof ownDestinations =>
  Object.hasOwn(ownDestinations, id);
