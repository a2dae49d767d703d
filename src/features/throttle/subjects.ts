import ipaddr from 'ipaddr.js';
import type { Budget } from './budgets.ts';

/** A subject is one text, or several that only together say whom it is about (a service and a username). */
export type Subject = string | readonly string[];

/** The one form of a subject, however it was spelled; parts never run into one another. */
export function canonicalSubject(subject: Subject, of: Budget['of']): string {
  const parts = typeof subject === 'string' ? [subject] : subject;
  return JSON.stringify(parts.map((part) => canonical[of](part)));
}

/**
 * Services differ in what they take for the same username. Whatever any of them may take for the same
 * (case, accents, width, spaces, invisible characters) shares a budget, so that it cannot be stretched.
 */
export function foldSpelling(text: string): string {
  const visible = text.normalize('NFKD').replace(/[\p{M}\p{C}\p{Z}\s]/gu, '');
  return visible.toUpperCase().toLowerCase().normalize('NFKC');
}

/** The block that an address is counted with: whoever has one IPv4 /24 or IPv6 /56 has all of it. */
export function addressBlock(text: string): string {
  const bare = text.trim().replace(/%.*$/, '');
  // Whoever comes without an address that can be read shares one budget with all like them.
  if (!ipaddr.isValid(bare)) return 'unknown';
  const address = ipaddr.process(bare);
  const prefix = address.kind() === 'ipv4' ? 24 : 56;
  return `${firstBits(address.toByteArray(), prefix).join('.')}/${prefix}`;
}

const canonical: Record<Budget['of'], (text: string) => string> = {
  id: (text) => text,
  spelling: foldSpelling,
  address: addressBlock,
};

const firstBits = (bytes: number[], bits: number): number[] => bytes.slice(0, bits / 8);
