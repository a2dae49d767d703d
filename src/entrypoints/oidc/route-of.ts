const OPEN_ID_ROUTES = new Set([
  '/oidc/authorize',
  '/oidc/token',
  '/oidc/userinfo',
  '/oidc/jwks',
  '/oidc/revoke',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
]);

/** The pattern that an address of ours goes by, for the metrics: whatever else is asked for is one and the same. */
export function routeOf(pathname: string): string {
  if (OPEN_ID_ROUTES.has(pathname)) return pathname;
  return /^\/oidc\/authorize\/[^/]+$/.test(pathname) ? '/oidc/authorize/:uid' : 'unmatched';
}
