import { Webhook } from 'standardwebhooks';
import { newId } from '../../src/kernel/index.ts';
import type { ServiceDeps } from './service-deps.ts';

/** A call to Master Account as it went out, and what came back; no answer where it could not be reached. */
export interface SentSignal {
  url: string;
  headers: Record<string, string>;
  body: string;
  answer?: { status: number; body: string; taken: boolean };
}

const patience = 3000;

/** Tells Master Account, signed as Standard Webhooks do, what happened to a user here: docs/service-contract.md. */
export async function sendSignal(
  { issuer, service, secrets, clock, report }: ServiceDeps,
  { type, userId }: { type: 'account.password-changed'; userId: string },
): Promise<SentSignal> {
  const id = `msg_${newId()}`;
  const at = new Date(clock.now());
  const body = JSON.stringify({ type, account: { id: userId } });
  const sent = {
    url: `${issuer}/services/${service.id}/signals`,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
      'webhook-signature': new Webhook(secrets.signalSecret).sign(id, at, body),
    },
    body,
  };
  try {
    const response = await fetch(sent.url, {
      method: 'POST',
      headers: sent.headers,
      body,
      signal: AbortSignal.timeout(patience),
    });
    return { ...sent, answer: { status: response.status, body: await response.text(), taken: response.ok } };
  } catch (fault) {
    report(fault);
    return sent;
  }
}
