import type { Instant } from '../../../kernel/index.ts';
import { appearsAfter, button, clockTime, type Html, html } from '../../../ui/index.ts';

/** *Where's my email*: there three minutes after the token was sent; until then the page says when. */
export const reportButton = ({
  now,
  from,
  href,
}: {
  now: Instant;
  from: Instant;
  href: string;
}): Html => html`
  <section class="aside" aria-label="If the email does not come">
    ${appearsAfter({
      wait: from - now,
      before: html`<p>No email yet? From ${clockTime(from, now)} on you can see here where it is.</p>`,
      body: html`
        <p>No email yet?</p>
        <form method="get" action="${href}">${button({ text: "Where's my email", tone: 'quiet' })}</form>`,
    })}
  </section>`;
