/** What every letter bears, from the configuration. */
export interface Letterhead {
  brand: string;
  colors: { accent: string; accentText: string; darkAccent: string; darkAccentText: string };
  /** The address of Master Account: links are made from nothing else. */
  issuer: string;
  customerCare: { name: string; email: string; phone?: string | undefined };
}

/** How Customer Care is reached, within a sentence. */
export const contactOf = ({ email, phone }: Letterhead['customerCare']): string =>
  phone === undefined ? email : `${email} or ${phone}`;

export type Block =
  | { paragraph: string }
  | { token: string }
  | { button: string; href: string }
  | { facts: readonly (readonly [label: string, value: string])[] };

export interface Letter {
  subject: string;
  heading: string;
  blocks: Block[];
}
