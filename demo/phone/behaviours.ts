import { seconds } from '../../src/kernel/index.ts';

/** Where texts may go in the demo: North America, Europe, Australia and New Zealand. */
export const allowedPrefixes = ['+1', '+3', '+4', '+61', '+64'];

/** What Master Account is told later. */
export interface LaterWord {
  status: 'delivered' | 'delayed' | 'undeliverable' | 'blocked';
  /** Milliseconds after the one before; the first comes after what is usual. */
  after?: number;
  code?: string;
  reason?: string;
}

export interface Behaviour {
  /** The last two digits of the numbers that behave like this. */
  ending: string;
  /** For the page. */
  sentence: string;
  answer: 'accepted' | 'refused' | 'not-now-first' | 'never';
  words: readonly LaterWord[];
}

/** One number for each way that it can go. */
export const behaviours: readonly Behaviour[] = [
  {
    ending: '01',
    sentence: 'The text is taken, and a moment later it turns out that it cannot be delivered: bounced.',
    answer: 'accepted',
    words: [
      { status: 'undeliverable', code: 'absent', reason: 'The phone is switched off or out of reach.' },
    ],
  },
  {
    ending: '02',
    sentence: 'The text is refused at once: bounced.',
    answer: 'refused',
    words: [],
  },
  {
    ending: '03',
    sentence: 'The gateway is busy the first time; the text is tried again and arrives.',
    answer: 'not-now-first',
    words: [{ status: 'delivered' }],
  },
  {
    ending: '04',
    sentence: 'The text is taken, and a moment later the carrier filters it: blocked.',
    answer: 'accepted',
    words: [{ status: 'blocked', code: 'filtered', reason: 'The carrier filters the message.' }],
  },
  {
    ending: '05',
    sentence: 'The text is taken, takes its time, and arrives half a minute later.',
    answer: 'accepted',
    words: [
      { status: 'delayed', reason: 'The phone is out of reach at the moment.' },
      { status: 'delivered', after: seconds(30) },
    ],
  },
  {
    ending: '06',
    sentence: 'The gateway is always busy: the text is given up once its token has expired.',
    answer: 'never',
    words: [],
  },
];

const usual: Behaviour = {
  ending: '',
  sentence: 'The text arrives.',
  answer: 'accepted',
  words: [{ status: 'delivered' }],
};

export const behaviourOf = (number: string): Behaviour =>
  behaviours.find(({ ending }) => number.endsWith(ending)) ?? usual;
