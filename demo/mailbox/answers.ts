import { pretendDomainOf, type Refusal } from './pretend-domains.ts';

/** Remembers how often each address of a pretend domain was named; the oldest are forgotten. */
export function openAnswers(): { answerTo(address: string): Refusal | undefined } {
  const times = new Map<string, number>();
  return {
    answerTo(address) {
      const domain = pretendDomainOf(address);
      if (!domain) return undefined;
      const key = address.toLowerCase();
      const time = (times.get(key) ?? 0) + 1;
      times.delete(key);
      times.set(key, time);
      if (times.size > 1000) times.delete(times.keys().next().value ?? '');
      return domain.answer(address, time);
    },
  };
}
