import { absentWords } from './absent-words.ts';

/** What a refusal for good means. */
export type Verdict = 'bounced' | 'blocked';

/** Words by which a refusal is known, whatever its code says. */
export interface KnownWords {
  /** Matched against words in lower case, without addresses, that are no longer than `LONGEST`. */
  says: RegExp;
  means: Verdict;
  /** Known to pass, although it is said to be for good: worth another try. */
  passes?: true;
}

const bounced = (says: RegExp): KnownWords => ({ says, means: 'bounced' });
const blocked = (says: RegExp): KnownWords => ({ says, means: 'blocked' });
const busy = (says: RegExp): KnownWords => ({ says, means: 'bounced', passes: true });
const tooFast = (says: RegExp): KnownWords => ({ says, means: 'blocked', passes: true });

/*
 * The first that matches decides. Patterns are plain alternatives, with gaps of bounded length only: the words come from
 * strangers. Within each list the words of one provider stand before those that many say.
 */

/** Words that are right where the code is not; they come before the code. */
export const knownWords: readonly KnownWords[] = [
  // Google: the mailbox gets too much at the moment (5.2.1), or our relay's number for today is used up (5.4.5, 5.7.1).
  busy(/receiving mail (too quickly|at a rate)|p=receivingrate/),
  tooFast(/daily (user )?(sending|smtp relay) (limit|quota)|peak smtp relay limit/),
  // QQ: "Ip frequency limited", "Sender frequency limited"; and of a mailbox that gets too much at the moment.
  tooFast(/(ip|connection|sender|domain) frequency limited/),
  busy(/mailbox unavailable or access denied/),
  // GoDaddy, secureserver.net: "has sent to too many recipients this hour. IB607".
  tooFast(/too many (recipients|messages|emails|mails) this (hour|day)/),
  // La Poste, Orange: "Service refuse. Veuillez essayer plus tard."
  tooFast(/veuillez (re)?essayer plus tard|service refused, please try later/),
  // Zoho, as a relay.
  tooFast(/unusual sending activity/),
  // Postgrey and its like, set to answer 5xx; Zimbra's locked mailboxes; Apple's servers while they start.
  busy(/gr[ea]y-?list|temporar(y|ily) (locked|unavailable|disabled|rejected)|temporary (failure|error)/),
  busy(/not accepting connections|service (is )?currently unavailable|too many connections/),
  // Exim and Postfix, of a domain that says in DNS that it takes no mail at all (RFC 7505).
  bounced(/record indicated no smtp service|does not accept mail \(null ?mx\)/),
  // Exchange Online: the addresses that a company does not have (directory based edge blocking), 5.4.1.
  bounced(/recipient address rejected: access denied/),
  // Exchange: 5.7.x of a mailbox or group that takes mail of its own people only (5.7.1, 5.7.124, 5.7.133).
  blocked(
    /resolver\.rst\.(authrequired|notauthorized|restricted)|unauthenticated senders|not allowed to send to/,
  ),
  // Exchange: 5.1.8 and 5.7.50x speak of the sender; 5.1.8 begins like a mailbox's trouble.
  blocked(/bad outbound sender|banned send(ing|er)|access denied, (send|traffic|tenant|spam)/),
  // Outlook.com: S3140 and S3150 list our network; older ones have letters before a dash.
  blocked(/\(s31[0-9]{2}\)|\b(sc|dy|ou|rp)-00[0-9]\b|part of their network is on our block ?list/),
  // Yahoo, AOL: policy in brackets, [BL21], [TSS04], [PH01]; 554 5.7.9 for want of authentication.
  blocked(/\[(bl|ts|tss|ph|gl|cm|vs)[0-9]{1,3}\]|not accepted for policy reasons/),
  // Yahoo: 554 for mailboxes that are not there or were closed, and 552 for one that is not found.
  bounced(/delivery error: dd|doesn't have a \S{1,60} account|mailbox is disabled|mailbox not found/),
  // Apple: 5.7.1 [CS01], [HME1], [AB01]; a private relay address that its owner has switched off answers 5.7.1 as well.
  bounced(/relay not permitted for user/),
  blocked(/\[(cs|hm|hme|ab)[0-9]{1,2}\]/),
  // Comcast, Spectrum, Cox: codes of their own behind a link.
  blocked(/\b(bl|rl|ph|es|pi)0000[0-9]{2}\b|aup#/),
  // Orange, La Poste, SFR: OFR_416 and LPN007_416 are the mailbox, as is 426, a closed one; most others are about us.
  bounced(/\b(ofr|lpn|sfr)[a-z0-9]{0,6}_(401|410|416|417|418|426)\b/),
  blocked(/\b(ofr|lpn|sfr)[a-z0-9]{0,6}_[0-9]{3}\b/),
  // T-Online names our address and asks to write to it.
  blocked(/\bip[=:][0-9.]{7,15} - a problem occurred/),
  // NetEase (163, 126): "DT:SPM", "MI:SPB", "RP:QRC"; and its mailboxes that are not there.
  bounced(/\brc:(ne|ld)\b/),
  blocked(/\b(dt|mi|rp|wm|hl):[a-z]{3}\b/),
  // Meta: refused for what the recipient prefers (RCP-P2), or for what is in it (POL, INT).
  bounced(/\brcp-p1\b/),
  blocked(/\b(rcp-p[2-9]|pol-p[0-9]|int-p[0-9]|con-p[0-9])\b|recipient preferences/),
  // Amazon SES, SendGrid and Postmark, as relays: what is on their list of addresses that bounced.
  bounced(/suppression list|has suppressed sending|address is suppressed|bounced address|drop list/),
  // Amazon SES: our own sender, not the mailbox.
  blocked(/email address is not verified|sending paused/),
];

/** What many servers say when they do not want us, or what we send. */
export const blockingWords: readonly KnownWords[] = [
  // Lists of addresses: Spamhaus, SpamCop, SORBS, Barracuda, Invaluement, UCEPROTECT, in Postfix' and Exim's words.
  blocked(
    /spamhaus|spamcop|sorbs|barracudacentral|uceprotect|invaluement|abusix|uribl|surbl|dnsbl|\brbls?\b/,
  ),
  blocked(
    /black ?list|block ?list|blacklis|blocked using|(?<!not )listed (at|in|by|on) |\bban(ned|s)?\b|black ip/,
  ),
  // Cisco, Proofpoint, Cloudmark, Trend Micro, Symantec, Fortinet, Hornetsecurity: reputation of address or domain.
  blocked(/reputation|ipcheck\.proofpoint|dnsbl-lookup|csi\.cloudmark|mail-abuse\.(com|org)|sender ?base/),
  // Authentication of mail.
  blocked(
    /\bdmarc\b|\bspf\b|\bdkim\b|\barc\b (fail|seal)|sender id|unauthenticated|authentication (info|check|res)/,
  ),
  blocked(
    /purported responsible|spoof|rfc ?7489|sender (is )?not (authorized|permitted)|not permitted by|forg(ed|ery)/,
  ),
  // Our name in DNS.
  blocked(
    /reverse dns|\bptr\b|\brdns\b|reverse (host)?name|cannot find your (reverse )?hostname|name lookup failed/,
  ),
  blocked(/client host rejected|helo command rejected|mismatches client ip|invalid helo|bad dns/),
  // What it looks like: SpamAssassin, rspamd, amavis, Mail.ru, Yandex, United Internet, Strato, Mimecast, Barracuda.
  blocked(
    /\bspam\b|spammy|spammer|spamming|anti-?spam|\bube\b|\buce\b|bulk mail|junk ?mail|unsolicited|phish/,
  ),
  blocked(
    /virus|malware|malicious|infected|suspicious|illegal attachment|prohibited attachment|potential(ly)? (sec|dang|mal)/,
  ),
  blocked(
    /message (was )?filtered|content (was )?(rejected|denied|refused|blocked|reject|filter)|contains? (a )?(forbidden|banned)/,
  ),
  blocked(
    /polic(y|ies)|administrative prohibition|envelope blocked|security reason|header error|not rfc 5322/,
  ),
  // Rates, said to be for good.
  blocked(
    /unusual (rate|traffic|volume|activity)|rate limit|limit exceeded for (sender|client)|sending limits? (exceed|reach)/,
  ),
  // The sender, by hand or by rule: Exim's and Postfix' words, MDaemon, Kerio, Plesk, and the recipient's own list.
  blocked(
    /sender (address )?(was |is )?(rejected|refused|denied|blocked|verify|verification|unknown|invalid)/,
  ),
  blocked(
    /unroute?able sender|domain of sender|sender domain|mail ?from (domain|address|rejected|refused|invalid)|from address (is )?(rej|not)/,
  ),
  blocked(
    /rejected by recipients|blocked by (the )?(recipient|user|admin)|not accepting (mail|messages) from|does not accept mail from/,
  ),
  blocked(
    /network not allowed|host network|no smtp service|not configured to relay|relay(ing)? (access )?denied|relaying not allowed/,
  ),
  blocked(/tls (is )?required|encryption (is )?required|must issue a starttls|country|geograph/),
];

/** What many servers say when the mailbox is the trouble. */
export const mailboxWords: readonly KnownWords[] = [
  ...absentWords.map(bounced),
  // Nobody of that name, in words that may mean a little more: Postfix, Exim, Sendmail, qmail, OpenSMTPD, Courier, Exchange, Domino, GroupWise, Zimbra.
  bounced(
    /(user|recipient|mailbox|account|address|addressee|alias|destinataire|local ?part)s? (is |name )?(unknown|not known|invalid|inactive)/,
  ),
  bounced(
    /(unknown|no such|invalid|illegal|bad|nonexist\w{0,4}|non-exist\w{0,4}) (or illegal |local )?(user|recipient|mailbox|account|address|addressee|alias|dest|rcpt|virtual|email|e-mail|person)/,
  ),
  bounced(
    /(does ?n[o']t|does not|do not|don't|no) exists?\b|not (be )?found|isn't any|no mailbox here|not listed in/,
  ),
  bounced(
    /(user|recipient|mailbox|account|customer)( name)? (does|did)?( not|n't|not)|not our (user|customer)|not a (valid|registered|known)/,
  ),
  bounced(
    /resolver\.adr|undeliverable address|unrouteable|unroutable|invalid destinat|rcpt(-| )to validation|no longer (on|valid|avail|in use|active|with)/,
  ),
  bounced(
    /unbekannt|nicht bekannt|existiert nicht|nicht gefunden|inconnu|n'existe pas|no existe|desconocid|sconosciut|non esiste|не существует|не найден/,
  ),
  // There, but full.
  bounced(
    /quota|mailbox (is )?full|inbox (is )?full|full mailbox|out of storage|storage (space|alloc|limit|quota)|exceeded (his|its|the|their|allowed) (mail|stor|alloc)/,
  ),
  bounced(
    /insufficient (disk|storage|system)|disk (is )?full|over ?(the )?limit|postfach (ist )?voll|speicherplatz|mapiexceptionshutoff|переполнен/,
  ),
  // There, but closed.
  bounced(
    /disabled|deactivated|inactive|suspended|discontinued|expired|frozen|(account|user|mailbox|recipient) (is |has been |was )?(locked|blocked|closed|deleted|terminated)/,
  ),
  bounced(
    /mailbox (is )?(temporarily )?(unavailable|currently unavailable|busy)|account closed|has moved|moved to|recipient account is/,
  ),
  // The domain.
  bounced(
    /domain (name )?(does ?n[o']t|not|is not|unknown|is unknown|isn't)|no such domain|unknown (host|domain|mail server)|host (or domain name )?(not found|unknown)/,
  ),
  bounced(
    /name service error|nxdomain|no mx|null ?mx|dns error|dns query failed|invalid domain|bad destination|couldn't find any host|no answer from host/,
  ),
  // The way there.
  bounced(
    /too many hops|hop count|loop(s|ing)?\b|maximum hop|no route|timed? ?out|connection (refused|reset|timed)|unable to connect|could not connect|unreachable/,
  ),
  bounced(
    /message expired|queue\.expired|retry time not reached|retry timeout|delivery time expired|could not be delivered for|has been in the queue/,
  ),
  // The size.
  bounced(
    /(message|mail|size|content|data) (is |was )?(too|size) (large|big|long|much|exceeds|limit)|too (large|much mail data)|size exceeds|length exceeds|exceeds? .{0,30}size|recipsizelimit/,
  ),
];

/** Words that leave open why, for a code that leaves it open too. */
export const vagueWords: readonly KnownWords[] = [
  busy(/(try|tries|trying) (again |it again )?(later|in )|please retry|greylisted/),
  blocked(
    /block(ed)?\b|denied|deny|prohibited|not allowed|not permitted|not authori[sz]ed|forbidden|refus(e|ed|es)\b/,
  ),
  blocked(/access (is )?den|content|not accepted|unacceptable|objectionable|abuse|complain/),
];
