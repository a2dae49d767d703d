interface Owned {
  serviceAccountId: string;
  accountId: string;
  sharingAllowed: boolean;
}

/**
 * What may be owned once for a service: the service account, or where the service allows sharing, the pair
 * of service account and account. As JSON, no id can be made up that reads like a pair.
 */
export const ownerKey = ({ serviceAccountId, accountId, sharingAllowed }: Owned): string =>
  JSON.stringify(sharingAllowed ? [serviceAccountId, accountId] : [serviceAccountId]);
