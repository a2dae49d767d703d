import type { Instant } from '../../../kernel/index.ts';
import {
  dateTime,
  form,
  type Html,
  html,
  linkList,
  type Panel,
  page,
  type Shell,
} from '../../../ui/index.ts';

/** No service opens while the account is to be deleted: one button keeps it, and leads on. */
export const keepAccountPage = (
  shell: Shell,
  p: { csrf: string; action: string; service: string; dueAt: Instant; panel: Panel },
): Html =>
  page(shell, {
    title: 'Keep your account?',
    intro: html`You asked for your account to be deleted. That happens on <strong>${dateTime(p.dueAt)}</strong>; until then it opens no services.`,
    panel: p.panel,
    body: html`
      ${form({ action: p.action, csrf: p.csrf, body: html``, submit: 'Keep my account' })}
      ${linkList([{ href: '/', text: 'Leave it as it is' }])}`,
  });
