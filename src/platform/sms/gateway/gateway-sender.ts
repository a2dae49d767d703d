import { z } from 'zod';
import type { Clock } from '../../../kernel/index.ts';
import { shortened } from '../../smtp/index.ts';
import { askGateway, type GatewayAnswer } from '../ask-gateway.ts';
import type { SignText, SmsSender, TextDelivery } from '../sms-sender.ts';

// The contract is docs/sms-gateway.md.

/** Where the gateway tells what became of a text. */
const gatewayCallbackPath = '/webhooks/sms/gateway';

const code = z
  .union([z.string(), z.int()])
  .optional()
  .transform((given) => (given === undefined ? undefined : shortened(String(given)).slice(0, 20)));
const reason = z.string().transform(shortened);

/** Fields that we do not know are ignored. */
const answerBody = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('accepted'), id: z.string().optional() }),
  z.object({ outcome: z.literal('refused'), code, reason }),
  z.object({ outcome: z.literal('blocked'), code, reason }),
]);

interface Deps {
  clock: Clock;
  issuer: string;
}

interface Settings {
  url: string;
  sign: SignText;
  internalHosts: readonly string[];
  allowedPrefixes: readonly string[];
}

export function gatewaySender(
  deps: Deps,
  { url, sign, internalHosts, allowedPrefixes }: Settings,
): SmsSender {
  const callback = `${deps.issuer}${gatewayCallbackPath}`;
  const server = new URL(url).hostname;
  return {
    allowedPrefixes,
    async send({ id, to, text, trace }) {
      const body = JSON.stringify({ id, to, text, trace, callback });
      // By the try: whoever gets the same call twice, from a proxy that repeats it, can tell.
      const signed = sign({ id: `msg_${trace}`, body });
      const headers = { 'content-type': 'application/json', ...signed };
      const answer = await askGateway(deps, { url, headers, body, internalHosts });
      if ('fault' in answer) return { outcome: 'not-now', words: answer.fault };
      return { ...deliveryOf(answer), server };
    },
  };
}

function deliveryOf({ status, body, retryAfter }: GatewayAnswer): TextDelivery {
  const answer = status === 200 || status === 202 ? answerBody.safeParse(body).data : undefined;
  if (!answer) {
    const words =
      status === 200 || status === 202
        ? 'The SMS gateway answered with something outside the contract.'
        : `The SMS gateway answered with status ${status}.`;
    return { outcome: 'not-now', code: String(status), words, retryAfter };
  }
  if (answer.outcome === 'accepted') {
    return { outcome: 'accepted', code: String(status), words: shortened(answer.id ?? 'accepted') };
  }
  const what = answer.outcome === 'blocked' ? 'blocked' : 'bounced';
  return { outcome: 'refused', what, code: answer.code, words: answer.reason };
}
