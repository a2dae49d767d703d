import type { Block, Letter, Letterhead } from './letter.ts';
import { html, type Markup, trusted } from './markup.ts';

// Mail programs take no style sheets of ours and few elements: tables, and styles on each element. The
// `<style>` only adds dark colours and a narrow screen for those that read it. Outlook on Windows knows neither a largest
// width nor the padding of anything but a table's cell; what only it reads stands in comments for it (`mso`).
const FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const TEXT = `font-family: ${FONT}; font-size: 16px; line-height: 24px; color: #14161b;`;
const SMALL = `font-family: ${FONT}; font-size: 13px; line-height: 20px; color: #596170;`;
/** Names and usernames of any length, on a phone too. */
const LONG_WORDS = 'overflow-wrap: anywhere; word-break: break-word;';

/** The letter for mail programs with HTML. Everything that is filled in is escaped. */
export function htmlMail({ subject, heading, blocks }: Letter, letterhead: Letterhead): string {
  const { brand, issuer, customerCare } = letterhead;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${trusted(narrowScreen)}${trusted(darkColours(letterhead))}</style>
</head>
<body class="ground" style="margin: 0; padding: 0; background-color: #f6f7f9;">
<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color: #f6f7f9;">
<tr><td class="around" align="center" style="padding: 32px 16px;">
<!--[if mso]><table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="sheet" width="560" cellpadding="0" cellspacing="0" border="0" style="width: 100%; max-width: 560px; background-color: #ffffff; border: 1px solid #d8dce3; border-radius: 8px;">
<tr><td class="inside" style="padding: 32px;">
<p class="muted" style="margin: 0 0 24px; ${SMALL} font-weight: 600;">${brand}</p>
<h1 class="text" style="margin: 0 0 16px; font-family: ${FONT}; font-size: 24px; line-height: 32px; font-weight: 600; letter-spacing: -0.01em; color: #14161b;">${heading}</h1>
${blocks.map((content) => block(content, letterhead))}
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
<p class="muted" style="margin: 24px 0 0; ${SMALL}">${brand} Master Account, <a class="muted" href="${issuer}/" style="color: #596170;">${new URL(issuer).host}</a><br>
Questions? ${customerCare.name}: <a class="muted" href="mailto:${customerCare.email}" style="color: #596170;">${customerCare.email}</a></p>
</td></tr>
</table>
</body>
</html>
`.markup;
}

function block(content: Block, { colors }: Letterhead): Markup {
  if ('token' in content) {
    return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin: 0 0 16px;"><tr><td class="text token" align="center" bgcolor="#f6f7f9" style="padding: 16px; background-color: #f6f7f9; border-radius: 8px; text-align: center; white-space: nowrap; font-family: ${FONT}; font-size: 28px; line-height: 36px; font-weight: 600; letter-spacing: 0.12em; font-variant-numeric: tabular-nums; color: #14161b;">${content.token}</td></tr></table>\n`;
  }
  if ('button' in content) {
    return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin: 0 0 16px;"><tr><td class="button" bgcolor="${colors.accent}" style="background-color: ${colors.accent}; border-radius: 8px; mso-padding-alt: 12px 24px;"><a class="button" href="${content.href}" style="display: inline-block; padding: 12px 24px; border-radius: 8px; font-family: ${FONT}; font-size: 16px; line-height: 24px; font-weight: 600; text-decoration: none; color: ${colors.accentText};">${content.button}</a></td></tr></table>\n`;
  }
  if ('facts' in content) {
    const rows = content.facts.map(
      ([label, value]) =>
        html`<tr><td class="muted" valign="top" style="padding: 4px 16px 4px 0; ${SMALL} line-height: 24px; white-space: nowrap;">${label}</td><td class="text" valign="top" style="padding: 4px 0; ${TEXT} ${LONG_WORDS}">${value}</td></tr>\n`,
    );
    return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin: 0 0 16px;">\n${rows}</table>\n`;
  }
  return html`<p class="text" style="margin: 0 0 16px; ${TEXT} ${LONG_WORDS}">${content.paragraph}</p>\n`;
}

const narrowScreen = `
  @media (max-width: 400px) {
    .around { padding: 16px 8px !important; }
    .inside { padding: 20px 16px !important; }
    .token { padding: 16px 8px !important; font-size: 22px !important; letter-spacing: 0.08em !important; }
  }
`;

const darkColours = ({ colors }: Letterhead): string => `
  @media (prefers-color-scheme: dark) {
    .ground { background-color: #0f1116 !important; }
    .sheet { background-color: #181b22 !important; border-color: #2c323d !important; }
    .text { color: #e9ebf0 !important; }
    .token { background-color: #0f1116 !important; }
    .muted { color: #a4acba !important; }
    .button { background-color: ${colors.darkAccent} !important; color: ${colors.darkAccentText} !important; }
  }
`;
