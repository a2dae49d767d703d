import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hours, minutes, seconds } from '../kernel/index.ts';
import {
  clockTime,
  contact,
  copyable,
  copyableFacts,
  countdown,
  dateTime,
  dateTimeText,
  details,
  durationText,
  networkAddress,
  recoveryCodes,
  timeline,
} from './index.ts';

const instant = Date.UTC(2026, 10, 24, 16, 5, 9);

test('an instant is told in UTC with the zone named, and carries what the script needs to localise it', () => {
  assert.equal(dateTimeText(instant), '24 November 2026, 16:05 UTC');
  assert.equal(dateTimeText(instant, 'second'), '24 November 2026, 16:05:09 UTC');
  assert.equal(
    String(dateTime(instant)),
    '<time datetime="2026-11-24T16:05:09.000Z" data-local="minute">24 November 2026, 16:05 UTC</time>',
  );
});

test('a duration is told as it is said, rounded up so that it is never over too early', () => {
  assert.equal(durationText(minutes(2) + seconds(41)), '2 minutes 41 seconds');
  assert.equal(durationText(seconds(1)), '1 second');
  assert.equal(durationText(1), '1 second');
  assert.equal(durationText(minutes(1)), '1 minute');
  assert.equal(durationText(hours(1) + minutes(5)), '1 hour 5 minutes');
  assert.equal(durationText(-5), '1 second');
});

test('a long wait is rounded up to whole minutes', () => {
  assert.equal(durationText(hours(2) - 1), '2 hours');
  assert.equal(durationText(hours(1) + seconds(1)), '1 hour 1 minute');
});

test('a countdown that is over starts at nothing, not below', () => {
  assert.match(String(countdown({ before: 'In', now: 10_000, until: 0 })), /data-countdown="0"/);
});

test('a link to the id of something folded lands inside it, so that browsers unfold it', () => {
  const text = String(details({ summary: 'Why', body: 'Because', id: 'why' }));
  assert.ok(text.indexOf('id="why"') > text.indexOf('</summary>'));
});

test('the copy button takes exactly the words shown', () => {
  const text = String(copyable({ label: 'Subject', text: 'Lumen Email Validation Token' }));
  assert.match(text, /data-copy="Lumen Email Validation Token" hidden/);
});

test('mail to a support team carries the reference, and the number can be dialled', () => {
  const text = String(
    contact({ name: 'Care', email: 'help@ctl.io', phone: '+1 (555) 555-0100' }, 'K7QM-2XWD'),
  );
  assert.match(text, /href="mailto:help@ctl\.io\?subject=Reference%20K7QM-2XWD"/);
  assert.match(text, /href="tel:\+15555550100"/);
});

test('a time of today is told without the date, one of another day with it', () => {
  assert.equal(
    String(clockTime(instant, instant + hours(7))),
    '<time datetime="2026-11-24T16:05:09.000Z" data-local="clock">16:05:09 UTC</time>',
  );
  assert.match(String(clockTime(instant, instant + hours(8))), />24 November 2026, 16:05:09 UTC</);
  assert.match(String(clockTime(instant, instant + hours(24 * 365))), />24 November 2026, 16:05:09 UTC</);
});

test('facts are copied all at once, exactly as they are shown', () => {
  const facts = [
    { term: 'Sender', detail: 'noreply@ctl.io' },
    { term: 'Subject', detail: '<b>"Token"</b>' },
  ];
  const text = String(copyableFacts({ label: 'what to pass on', facts }));
  assert.ok(
    text.includes('data-copy="Sender: noreply@ctl.io\nSubject: &lt;b&gt;&quot;Token&quot;&lt;/b&gt;" hidden'),
  );
  assert.match(text, /<dd>&lt;b&gt;&quot;Token&quot;&lt;\/b&gt;<\/dd>/);
});

test('a timeline is a list in order, each step with its time to the second', () => {
  const items = [
    { at: instant, text: 'Queued' },
    { at: instant + seconds(2), text: 'Bounced: <script>', tone: 'problem' as const },
  ];
  const text = String(timeline({ label: 'What happened', now: instant, items }));
  assert.match(text, /<ol class="timeline" aria-label="What happened">/);
  assert.match(
    text,
    /Queued[\s\S]*16:05:09 UTC[\s\S]*timeline-problem[\s\S]*&lt;script&gt;[\s\S]*16:05:11 UTC/,
  );
});

test('recovery codes say how they are kept where no script shows the buttons for it', () => {
  const codes = String(recoveryCodes({ codes: ['abcd-efgh'], brand: 'Lumen' }));
  assert.match(codes, /<button[^>]*data-download[^>]*hidden>/);
  assert.match(
    codes,
    /<p[^>]*data-without-script>Print this page from the menu of your browser, or write the codes down/,
  );
});

test('an IPv6 address is broken between its groups only, and an IPv4 one nowhere', () => {
  assert.equal(String(networkAddress('192.0.2.7')), '<span class="unbroken">192.0.2.7</span>');
  assert.equal(String(networkAddress('2001:db8::7')), '2001:<wbr>db8::<wbr>7');
  assert.equal(String(networkAddress('<b>:1')), '&lt;b&gt;:<wbr>1');
});
