import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { minutes, seconds } from '../../kernel/index.ts';

export interface Limits {
  /** Connections at the same time. */
  open: number;
  openOfClient: number;
  /** New connections and mails in a minute. */
  perMinute: number;
  perMinuteOfBlock: number;
  /** What is read of mails in a minute, for every byte is looked at. */
  bytesPerMinute: number;
  bytesPerMinuteOfBlock: number;
  /** How long a connection may last, in milliseconds: at first, and once it has named a recipient of ours. */
  lifeOfStranger: number;
  life: number;
}

const MIB = 1024 * 1024;

export const usualLimits: Limits = {
  open: 50,
  openOfClient: 5,
  perMinute: 2000,
  // A relay of the company's own brings all bounces from one address.
  perMinuteOfBlock: 1000,
  bytesPerMinute: 60 * MIB,
  bytesPerMinuteOfBlock: 30 * MIB,
  lifeOfStranger: seconds(30),
  life: minutes(3),
};

export interface Admission {
  /** Counts a connection, or refuses it. */
  admits(socket: Socket): boolean;
  /** Counts a mail of a client, or refuses it. */
  admitsMail(address: string): boolean;
  /** Counts what was read of a mail, or refuses it. */
  admitsBytes(address: string, bytes: number): boolean;
  /** Gives a connection the whole of its time. */
  prolong(socket: Socket): void;
  endAll(): void;
}

/** Lists sockets, and listens to none: whoever upgrades one to TLS takes all its listeners away. */
export function admitConnections(limits: Limits): Admission {
  const open = new Map<Socket, { client: string; since: number; life: number }>();
  const tries = countPerMinute({ all: limits.perMinute, ofBlock: limits.perMinuteOfBlock });
  const volume = countPerMinute({ all: limits.bytesPerMinute, ofBlock: limits.bytesPerMinuteOfBlock });
  const sweep = () => {
    const now = performance.now();
    for (const [socket, { since, life }] of open) {
      if (now - since > life) socket.destroy();
      if (socket.destroyed) open.delete(socket);
    }
  };
  const sweeping = setInterval(sweep, seconds(1)).unref();

  return {
    admits(socket) {
      sweep();
      const address = socket.remoteAddress ?? '';
      const client = blockOf(address, { ipv4: 32, ipv6: 64 });
      const others = [...open.values()].filter((each) => each.client === client);
      if (open.size >= limits.open || others.length >= limits.openOfClient) return false;
      if (!tries.count(address, 1)) return false;
      open.set(socket, { client, since: performance.now(), life: limits.lifeOfStranger });
      return true;
    },
    admitsMail: (address) => tries.count(address, 1),
    admitsBytes: volume.count,
    prolong(socket) {
      const listed = open.get(socket);
      if (listed) listed.life = limits.life;
    },
    endAll() {
      clearInterval(sweeping);
      for (const socket of open.keys()) socket.destroy();
    },
  };
}

/** What is refused does not count, so that one block cannot use up what is for all, nor fill our memory. */
function countPerMinute(most: { all: number; ofBlock: number }) {
  let began = performance.now();
  let all = 0;
  let ofBlock = new Map<string, number>();
  return {
    count(address: string, amount: number): boolean {
      if (performance.now() - began >= minutes(1)) {
        began = performance.now();
        all = 0;
        ofBlock = new Map();
      }
      const block = blockOf(address, { ipv4: 24, ipv6: 56 });
      const soFar = ofBlock.get(block) ?? 0;
      if (all + amount > most.all || soFar + amount > most.ofBlock) return false;
      all += amount;
      ofBlock.set(block, soFar + amount);
      return true;
    },
  };
}

/** The first bits of an address: whoever has one IPv6 address has a whole network of them. */
function blockOf(text: string, bits: Record<'ipv4' | 'ipv6', number>): string {
  const bare = text.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return 'unknown';
  const address = ipaddr.process(bare);
  return address
    .toByteArray()
    .slice(0, bits[address.kind()] / 8)
    .join('.');
}
