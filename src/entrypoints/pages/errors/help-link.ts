import type { Link, Shell } from '../../../ui/index.ts';

/** Help, with the reference of the page that went wrong. */
export const helpLink = ({ reference }: Shell): Link => ({
  href: `/help?reference=${encodeURIComponent(reference)}`,
  text: 'Get help',
});
