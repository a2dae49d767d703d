// A small reader of our own pages, whose HTML is well formed: enough to find forms, links and text.

export interface Element {
  tag: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
  parent: Element | undefined;
}

const token =
  /<!--[\s\S]*?-->|<!doctype[^>]*>|<(\/?)([a-z][a-z0-9-]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?)*)\s*\/?>|[^<]+|</gi;
const attribute = /([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;
const empty = new Set(
  'area base br col embed hr img input link meta source track wbr path circle line rect'.split(' '),
);

export function parseHtml(html: string): Element {
  const root: Element = { tag: '#document', attributes: {}, children: [], parent: undefined };
  let open = root;
  for (const [text, closing, name, attributes] of html
    .replace(/<script[\s\S]*?<\/script>/gi, '')
    .matchAll(token)) {
    const tag = name?.toLowerCase();
    if (!tag) {
      if (!text.startsWith('<!')) open.children.push(unescapeHtml(text));
    } else if (closing) {
      open = nearest(open, (element) => element.tag === tag)?.parent ?? open;
    } else {
      const element: Element = {
        tag,
        attributes: attributesOf(attributes ?? ''),
        children: [],
        parent: open,
      };
      open.children.push(element);
      if (!empty.has(tag) && !text.endsWith('/>')) open = element;
    }
  }
  return root;
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', double, single, bare] of text.matchAll(attribute)) {
    attributes[name.toLowerCase()] ??= unescapeHtml(double ?? single ?? bare ?? '');
  }
  return attributes;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const unescapeHtml = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return entities[name] ?? whole;
  });

type Wanted = (element: Element) => boolean;

/** The element itself or the innermost one around it that is wanted. */
export function nearest(element: Element, wanted: Wanted): Element | undefined {
  for (let each: Element | undefined = element; each; each = each.parent) if (wanted(each)) return each;
  return undefined;
}

/** All wanted elements inside `root`, in the order of the page. */
export function* within(root: Element, wanted: Wanted): Generator<Element> {
  for (const child of root.children) {
    if (typeof child === 'string') continue;
    if (wanted(child)) yield child;
    yield* within(child, wanted);
  }
}

export const tagged =
  (...tags: string[]): Wanted =>
  (element) =>
    tags.includes(element.tag);

export const classed =
  (name: string): Wanted =>
  (element) =>
    (element.attributes['class'] ?? '').split(/\s+/).includes(name);

const inline = new Set('a abbr b code em i small span strong sub sup svg time button label'.split(' '));

/** The text of an element as it is read: white space as one space, blocks kept apart. */
export function textOf(element: Element | undefined): string {
  return element ? rawText(element).replace(/\s+/g, ' ').trim() : '';
}

function rawText(element: Element): string {
  const text = element.children.map((child) => (typeof child === 'string' ? child : rawText(child))).join('');
  return inline.has(element.tag) ? text : ` ${text} `;
}
