/** A delivery status notification (RFC 3464), as a mail server writes it. */
export function deliveryStatus({
  to,
  recipient = 'ada@example.com',
  status = '5.1.1',
  words = '550 5.1.1 <ada@example.com>: no such mailbox',
  original = 'Subject: Lumen Email Validation Token\r\n\r\nABCD-EFGH',
}: {
  /** The return path that it is sent to. */
  to: string;
  recipient?: string;
  status?: string;
  words?: string;
  /** The mail that it is about, at its end. */
  original?: string;
}): string {
  const action = { 2: 'delivered', 4: 'delayed', 5: 'failed' }[status.slice(0, 1)];
  return [
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.com>',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I could not deliver your mail.',
    '',
    '--part',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    'Remote-MTA: dns; mx.example.com',
    `Diagnostic-Code: smtp; ${words}`,
    '',
    '--part',
    'Content-Type: message/rfc822',
    '',
    original,
    '',
    '--part--',
    '',
  ].join('\r\n');
}
