import { attention, type Finding, fault, kindOf, well } from './finding.ts';

/** The part of `node:dns/promises` that is asked. */
export interface Names {
  resolveTxt(name: string): Promise<string[][]>;
  resolveMx(name: string): Promise<{ exchange: string; priority: number }[]>;
}

export interface ExaminedDomains {
  /** Of the address that mail is from. */
  from: string;
  /** Of the return path, where bounces come back to; that of `from` where none is configured. */
  bounces: string | undefined;
  dkim: { domain: string; selector: string; publicKey: string } | undefined;
}

/** What receivers look up before they believe that mail is ours. */
export async function examineDns(names: Names, domains: ExaminedDomains): Promise<Finding[]> {
  const found = await Promise.all([
    examineSpf(names, domains.bounces ?? domains.from),
    examineDkim(names, domains.dkim),
    examineDmarc(names, domains),
    ...(domains.bounces === undefined ? [] : [examineMx(names, domains.bounces)]),
  ]);
  return found;
}

/** RFC 7208. It is the return path's domain that is looked up, not the visible sender's. */
async function examineSpf(names: Names, domain: string): Promise<Finding> {
  const about = 'SPF';
  const records = await textsAt(names, domain);
  if (!records.ok) return couldNotAsk(about, domain, records.why);
  const spf = records.texts.filter((text) => /^v=spf1( |$)/i.test(text));
  if (spf.length > 1) {
    return fault(about, `${domain} has ${spf.length} records, so none counts`, 'Make one of them.');
  }
  const [record] = spf;
  if (record === undefined) {
    const todo = `Publish a TXT record at ${domain} that names your relays: v=spf1 include:… -all`;
    return fault(about, `${domain} has no record`, todo);
  }
  if (/(^| )\+?all( |$)/i.test(record)) {
    return fault(about, `${domain} lets everybody send (${record})`, 'End it with -all or ~all.');
  }
  return well(about, `${domain}: ${record}`);
}

/** RFC 6376, section 3.6.1. */
async function examineDkim(names: Names, dkim: ExaminedDomains['dkim']): Promise<Finding> {
  const about = 'DKIM';
  if (!dkim) {
    const todo = 'Set mail.dkim, unless your relay signs for you.';
    return attention(about, 'mail is not signed here', todo);
  }
  const name = `${dkim.selector}._domainkey.${dkim.domain}`;
  const todo = `Publish this TXT record at ${name}: v=DKIM1; k=rsa; p=${dkim.publicKey}`;
  const records = await textsAt(names, name);
  if (!records.ok) return couldNotAsk(about, name, records.why);
  const keys = records.texts.map((text) => tagsOf(text).get('p')).filter((key) => key !== undefined);
  if (keys.length === 0) return fault(about, `${name} has no key`, todo);
  if (!keys.includes(dkim.publicKey)) {
    return fault(about, `${name} has another key than the one that signs`, todo);
  }
  return well(about, `${name} has the key that signs`);
}

/** RFC 7489: asked at the domain of the sender, and else at the one that it belongs to. */
async function examineDmarc(names: Names, { from, bounces, dkim }: ExaminedDomains): Promise<Finding> {
  const about = 'DMARC';
  const labels = from.split('.');
  for (let first = 0; first <= labels.length - 2; first++) {
    const name = `_dmarc.${labels.slice(first).join('.')}`;
    const records = await textsAt(names, name);
    if (!records.ok) return couldNotAsk(about, name, records.why);
    const record = records.texts.find((text) => /^v=DMARC1\b/i.test(text));
    if (record === undefined) continue;
    const policy = tagsOf(record).get(first === 0 ? 'p' : 'sp') ?? tagsOf(record).get('p') ?? 'none';
    const aligned = isAligned(from, bounces ?? from) || (dkim !== undefined && isAligned(from, dkim.domain));
    if (!aligned) {
      const todo = `Have mail.bounces.domain or mail.dkim.domain belong to ${from}: else receivers take our mail for forged.`;
      return fault(
        about,
        `${name}: p=${policy}, and neither the return path nor the signature is of ${from}`,
        todo,
      );
    }
    if (policy === 'none') {
      const todo = 'When its reports show nothing else, set p=quarantine, then p=reject.';
      return attention(about, `${name}: p=none, so anybody can send in your name`, todo);
    }
    return well(about, `${name}: p=${policy}`);
  }
  const todo = `Publish a TXT record at _dmarc.${from}: v=DMARC1; p=none; rua=mailto:…`;
  return attention(about, `${from} has no record`, todo);
}

/** Relaxed: one is the other, or lies below it. */
const isAligned = (from: string, other: string): boolean =>
  from === other || from.endsWith(`.${other}`) || other.endsWith(`.${from}`);

async function examineMx(names: Names, domain: string): Promise<Finding> {
  const about = 'return path';
  try {
    const [first] = (await names.resolveMx(domain)).toSorted((left, right) => left.priority - right.priority);
    if (first && first.exchange !== '') return well(about, `${domain} is taken in by ${first.exchange}`);
  } catch (cause) {
    if (!isNothing(cause)) return couldNotAsk(about, domain, kindOf(cause));
  }
  const todo = `Publish an MX record at ${domain} that leads to where bounces come in (docs/receiving-bounces.md).`;
  return fault(about, `${domain} has no MX: no bounce comes back`, todo);
}

type Texts = { ok: true; texts: string[] } | { ok: false; why: string };

async function textsAt(names: Names, name: string): Promise<Texts> {
  try {
    return { ok: true, texts: (await names.resolveTxt(name)).map((parts) => parts.join('')) };
  } catch (cause) {
    return isNothing(cause) ? { ok: true, texts: [] } : { ok: false, why: kindOf(cause) };
  }
}

const isNothing = (cause: unknown): boolean => ['ENOTFOUND', 'ENODATA'].includes(kindOf(cause));

const couldNotAsk = (about: string, name: string, why: string): Finding =>
  attention(
    about,
    `${name} could not be asked for (${why})`,
    'Look whether this machine reaches a name server.',
  );

/** `v=DKIM1; k=rsa; p=…`, as tags. */
const tagsOf = (text: string): Map<string, string> =>
  new Map(
    text.split(';').map((tag): [string, string] => {
      const at = tag.indexOf('=');
      return [tag.slice(0, at).trim().toLowerCase(), tag.slice(at + 1).replace(/\s/g, '')];
    }),
  );
