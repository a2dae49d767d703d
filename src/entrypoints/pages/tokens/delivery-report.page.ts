// *Where's my email*: the report of one message, the same at registration and where an address is changed.
import type { DeliveryReport, TimelineEntry } from '../../../features/messages/index.ts';
import { type Instant, minutes } from '../../../kernel/index.ts';
import {
  appearsAfter,
  copyableFacts,
  countdown,
  dateTime,
  dateTimeText,
  type Html,
  html,
  linkButton,
  type PageContent,
  type TimelineItem,
  textBlock,
  timeline,
} from '../../../ui/index.ts';

export interface Report {
  report: DeliveryReport;
  /** The address that the message went to. */
  email: string;
  now: Instant;
  /** What to look for. */
  mail: { from: string; subject: string; sentAt: Instant };
  /** Where this report is. */
  here: string;
  /** What follows the question whether the address is right. */
  ifWrong: string;
  /** The way to another address, and to a new token. */
  correct: MakeButton;
  newToken: MakeButton;
}

type MakeButton = (tone: 'primary' | 'quiet') => Html;
type ReportContent = Pick<PageContent, 'title' | 'heading' | 'intro' | 'body'>;

/** So long after the newest token was sent the report opens: before that there is nothing to worry about. */
export const REPORT_OPENS_AFTER = minutes(3);

const title = "Where's my email";
/** Seconds between one look and the next while the report waits, where there are scripts. */
const LOOKS_EVERY = 15;

/** What stands on the page of a report, whatever its frame. */
export const reportContent = (p: Report): ReportContent => ({
  title,
  heading: html`<span class="sentence" data-renewed="sentence">${sentenceOf(p.report)}</span>`,
  intro: html`This is about the email with your token to <strong>${p.email}</strong>.`,
  body: html`
    ${p.report.state === 'waiting' && renewing}
    <div class="part" data-renewed="timeline">${whatHappened(p)}</div>
    <div class="part" data-renewed="advice">${whatToDo(p)}</div>
    ${forTheAdministrator(p)}`,
});

/** Where the client script says what has changed, to those who cannot see it. */
const renewing = html`<p class="visually-hidden" role="status" data-renew="${LOOKS_EVERY}"></p>`;

/** Exactly these sentences: people look them up, and read them out to Customer Care. */
function sentenceOf({ state, at = 0, reason = '' }: DeliveryReport): Html {
  const when = dateTime(at, 'second');
  switch (state) {
    case 'waiting':
      return html`Emails may take up to 5 minutes to show in this report. Please try again.`;
    case 'sent':
      return html`Email successfully sent at '${when}'`;
    case 'bounced':
      return html`Email was bounced at '${when}' due to '${reason}'`;
    case 'blocked':
      return html`Email was blocked at '${when}' due to '${reason}'`;
  }
}

const whatHappened = ({ report, now }: Report): Html => html`
  ${
    report.timeline.length > 0 &&
    timeline({ label: 'What happened to the email', now, items: report.timeline.map(asItem) })
  }
  ${
    report.learnedAt !== undefined &&
    html`<p class="part-note">Last learned at ${dateTime(report.learnedAt, 'second')}.</p>`
  }`;

const asItem = ({ at, text, what }: TimelineEntry): TimelineItem => ({ at, text, tone: toneOf(what) });

function toneOf(what: TimelineEntry['what']): TimelineItem['tone'] {
  if (what === 'sent' || what === 'delivered') return 'success';
  return what === 'bounced' || what === 'blocked' || what === 'abandoned' ? 'problem' : undefined;
}

/** What helps most in this state comes first, as the one primary button. */
function whatToDo(p: Report): Html {
  const [first, ...others] = buttonsOf(p.report.state);
  return html`
    <h2>What to do</h2>
    ${textBlock(...adviceOf(p))}
    <div class="buttons">${[first, ...others].map((name) => name && buttonFor(p, name, name === first))}</div>`;
}

type ButtonName = 'check' | 'correct' | 'new-token';

function buttonsOf(state: DeliveryReport['state']): ButtonName[] {
  switch (state) {
    case 'waiting':
      return ['check', 'correct', 'new-token'];
    case 'sent':
      return ['new-token', 'correct', 'check'];
    case 'bounced':
    case 'blocked':
      return ['correct', 'new-token', 'check'];
  }
}

function buttonFor({ here, correct, newToken }: Report, name: ButtonName, isFirst: boolean): Html {
  const tone = isFirst ? 'primary' : 'quiet';
  switch (name) {
    case 'check':
      return linkButton({ href: here, text: 'Check again', tone });
    case 'correct':
      return correct(tone);
    case 'new-token':
      return newToken(tone);
  }
}

function adviceOf({ report, mail, email, ifWrong }: Report): Html[] {
  const look = html`Look into your spam or junk folder, and check whether a filter moves or deletes mail from <strong>${mail.from}</strong>.`;
  const isItRight = html`Is <strong>${email}</strong> right, letter by letter? ${ifWrong}`;
  switch (report.state) {
    case 'waiting':
      return [
        html`Nothing is lost: the email is still being sent, or nothing was heard of it yet.`,
        isItRight,
      ];
    case 'sent':
      return [
        look,
        isItRight,
        html`Some mail systems hold mail from new senders back for some minutes. If it does not come, ask your email administrator.`,
      ];
    case 'bounced':
      return [
        isItRight,
        html`If it is right, the mailbox or its server is the trouble: show the report to your email administrator, or use another address.`,
      ];
    case 'blocked':
      return [
        html`The receiving side does not let our email in. Ask your email administrator to let <strong>${mail.from}</strong> in, then send a new token; or use another address.`,
        isItRight,
      ];
  }
}

/** In UTC, whatever the reader's zone: another person in another place looks it up in logs. */
const forTheAdministrator = ({ email, mail }: Report): Html => html`
  <h2>For your email administrator</h2>
  ${textBlock('With this they find the email in their logs.')}
  ${copyableFacts({
    label: 'what your email administrator needs',
    facts: [
      { term: 'Date and time', detail: dateTimeText(mail.sentAt, 'second') },
      { term: 'Sender', detail: mail.from },
      { term: 'Recipient', detail: email },
      { term: 'Subject', detail: mail.subject },
    ],
  })}`;

/** Says when it opens, and nothing about the email. By then a button is there that opens it: nothing loads by itself. */
export const tooEarlyContent = ({ now, opensAt, here }: TooEarly): ReportContent => ({
  title,
  heading: 'This report is not open yet',
  intro:
    'Most emails are there within a minute. Three minutes after the token was sent, this report says where it is.',
  body: html`
    ${appearsAfter({
      wait: opensAt - now,
      before: html`<div class="part">${countdown({ before: 'It opens in', now, until: opensAt })}
        <div class="text"><p>That is at ${dateTime(opensAt, 'second')}.</p></div></div>`,
      body: linkButton({ href: here, text: 'Open the report' }),
    })}`,
});

export interface TooEarly {
  now: Instant;
  opensAt: Instant;
  /** Where the report is. */
  here: string;
}
