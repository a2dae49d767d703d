import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { ServiceDeps } from './service-deps.ts';

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

const logoutClaims = z
  .object({
    sub: z.string().optional(),
    sid: z.string().optional(),
    jti: z.string(),
    events: z.looseObject({ [logoutEvent]: z.looseObject({}) }),
    // An ID token has a nonce: forbidding it here keeps one from passing as a logout token.
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

/**
 * Whose sessions a logout token ends; undefined where it is not a valid one. OpenID Connect Back-Channel
 * Logout 1.0, section 2.6. Tokens already seen are not remembered: ending an ended session changes nothing.
 */
export async function loggedOutBy(
  { openId, service, clock, report }: Pick<ServiceDeps, 'openId' | 'service' | 'clock' | 'report'>,
  token: string,
): Promise<{ subject?: string | undefined; sid?: string | undefined } | undefined> {
  try {
    const { configuration, keys } = await openId.provider();
    const { payload } = await jwtVerify(token, keys, {
      issuer: configuration.serverMetadata().issuer,
      audience: service.id,
      algorithms: [service.idTokenSignedResponseAlg],
      requiredClaims: ['iat', 'jti', 'events'],
      maxTokenAge: '2 minutes',
      clockTolerance: '10 seconds',
      currentDate: new Date(clock.now()),
    });
    const claims = logoutClaims.safeParse(payload);
    return claims.success ? { subject: claims.data.sub, sid: claims.data.sid } : undefined;
  } catch (fault) {
    if (!(fault instanceof errors.JOSEError)) report(fault);
    return undefined;
  }
}
