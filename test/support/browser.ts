// A browser without JavaScript, over real HTTP: it keeps cookies, follows redirects, reads forms as a
// person does (by names of fields, words on buttons and links), holds forms to `form-action`, and fails
// with the page it was at.
import assert from 'node:assert/strict';
import { type Clock, systemClock } from '../../src/kernel/index.ts';
import { CookieJar } from './cookie-jar.ts';
import { formMayLeadTo } from './form-action.ts';
import { classed, type Element, nearest, parseHtml, tagged, textOf, within } from './html.ts';
import { type Answer, ask } from './http-request.ts';
import { type Control, choicesOf, controlsOf, entriesOf } from './page-form.ts';

const mostRedirects = 20;

export interface Browser {
  readonly cookies: CookieJar;
  readonly url: URL;
  readonly status: number;
  /** The words of the page's `h1`. */
  readonly heading: string;
  /** What the page says is to be put right. */
  readonly problems: string[];
  /** All the words of the page. */
  readonly text: string;
  readonly html: string;
  header(name: string): string | undefined;
  /** The addresses that the last step led over, the last one being where it ended. */
  readonly trail: readonly string[];
  visit(address: string): Promise<void>;
  reload(): Promise<void>;
  /** Follows the link with these words. */
  follow(words: string): Promise<void>;
  /** Presses the button with these words and sends its form. */
  press(words: string): Promise<void>;
  fillIn(name: string, value: string): void;
  choose(name: string, value: string): void;
  check(name: string): void;
  uncheck(name: string): void;
  valueOf(name: string): string | undefined;
  /** What a select or a group of radios offers. */
  optionsOf(name: string): string[];
  /** The words of all links. */
  readonly links: string[];
  has(words: string): boolean;
  /** Asserts that the page's heading is this. */
  isAt(heading: string): void;
  /** Asserts that the page says this. */
  says(words: string | RegExp): void;
  /** Another tab: the same cookies, a page of its own. */
  newTab(): Browser;
  /** As it comes up again after it was closed. */
  reopened(): Browser;
}

export const newBrowser = (clock: Clock = systemClock): Browser => new PlainBrowser(new CookieJar(clock));

class PlainBrowser implements Browser {
  readonly cookies: CookieJar;
  trail: string[] = [];
  #answer: Answer | undefined;
  #page: Element = parseHtml('');
  #filled = new Map<string, string | undefined>();

  constructor(cookies: CookieJar) {
    this.cookies = cookies;
  }

  get url(): URL {
    return this.#shown.url;
  }

  get status(): number {
    return this.#shown.status;
  }

  get html(): string {
    return this.#shown.body;
  }

  header(name: string): string | undefined {
    const value = this.#shown.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  get heading(): string {
    return textOf(this.#find(tagged('h1')));
  }

  get problems(): string[] {
    const summary = this.#find(classed('problem-summary'));
    return summary ? [...within(summary, tagged('li'))].map(textOf) : [];
  }

  get text(): string {
    return textOf(this.#find(tagged('body')) ?? this.#page);
  }

  async visit(address: string): Promise<void> {
    await this.#go({ method: 'GET', url: new URL(address, this.#answer?.url), site: 'none' });
  }

  async reload(): Promise<void> {
    await this.#go({ method: 'GET', url: this.url, site: 'none' });
  }

  async follow(words: string): Promise<void> {
    const links = this.#worded(tagged('a'), words);
    const targets = new Set(links.map((link) => link.attributes['href']));
    assert.equal(targets.size, 1, this.#told(`there is one link "${words}", not ${targets.size}`));
    await this.#go({ method: 'GET', url: new URL([...targets][0] ?? '', this.url), site: 'link' });
  }

  async press(words: string): Promise<void> {
    const buttons = this.#worded(tagged('button'), words);
    assert.equal(buttons.length, 1, this.#told(`there is one button "${words}", not ${buttons.length}`));
    const button = buttons[0] as Element;
    const form = nearest(button, tagged('form'));
    assert.ok(form, this.#told(`the button "${words}" is in a form`));
    const controls = controlsOf(form);
    for (const name of this.#filled.keys()) {
      assert.ok(
        controls.some((each) => each.name === name),
        this.#told(`"${name}" is in the form of "${words}"`),
      );
    }
    await this.#send(form, button, entriesOf(controls, this.#filled, button));
  }

  fillIn(name: string, value: string): void {
    const control = this.#control(name);
    assert.ok(control.kind === 'text', this.#told(`"${name}" can be typed into`));
    this.#filled.set(name, value);
  }

  choose(name: string, value: string): void {
    const choices = choicesOf(this.#controls(name));
    assert.ok(
      choices.includes(value),
      this.#told(`"${name}" offers ${value}, not only ${choices.join(', ')}`),
    );
    this.#filled.set(name, value);
  }

  check(name: string): void {
    const control = this.#control(name);
    assert.ok(control.kind === 'box', this.#told(`"${name}" can be checked`));
    this.#filled.set(name, control.value);
  }

  uncheck(name: string): void {
    assert.ok(this.#control(name).kind === 'box', this.#told(`"${name}" can be unchecked`));
    this.#filled.set(name, undefined);
  }

  valueOf(name: string): string | undefined {
    if (this.#filled.has(name)) return this.#filled.get(name);
    return this.#controls(name).find((control) => control.sent)?.value;
  }

  optionsOf(name: string): string[] {
    return choicesOf(this.#controls(name));
  }

  get links(): string[] {
    return [...within(this.#page, tagged('a'))].map(textOf);
  }

  has(words: string): boolean {
    return this.#worded(tagged('a', 'button'), words).length > 0 || this.text.includes(words);
  }

  isAt(heading: string): void {
    assert.equal(this.heading, heading, this.#told(`the heading is "${heading}"`));
  }

  says(words: string | RegExp): void {
    const said = typeof words === 'string' ? this.text.includes(words) : words.test(this.text);
    assert.ok(said, this.#told(`the page says ${words}`));
  }

  newTab(): Browser {
    return new PlainBrowser(this.cookies);
  }

  reopened(): Browser {
    this.cookies.closeBrowser();
    return new PlainBrowser(this.cookies);
  }

  get #shown(): Answer {
    assert.ok(this.#answer, 'The browser has visited a page.');
    return this.#answer;
  }

  #find(wanted: (element: Element) => boolean): Element | undefined {
    return within(this.#page, wanted).next().value ?? undefined;
  }

  #worded(wanted: (element: Element) => boolean, words: string): Element[] {
    return [...within(this.#page, wanted)].filter((element) => textOf(element) === words);
  }

  #controls(name: string): Control[] {
    return [...within(this.#page, tagged('form'))].flatMap(controlsOf).filter((each) => each.name === name);
  }

  #control(name: string): Control {
    const controls = this.#controls(name);
    assert.equal(controls.length, 1, this.#told(`there is one field "${name}", not ${controls.length}`));
    return controls[0] as Control;
  }

  async #send(form: Element, button: Element, entries: URLSearchParams): Promise<void> {
    const method = (form.attributes['method'] ?? 'get').toUpperCase();
    const action = button.attributes['formaction'] ?? form.attributes['action'] ?? '';
    const url = new URL(action, this.url);
    if (method === 'GET') url.search = entries.toString();
    await this.#go({ method, url, site: 'link', body: method === 'POST' ? entries.toString() : undefined });
  }

  async #go(step: {
    method: string;
    url: URL;
    site: 'none' | 'link';
    body?: string | undefined;
  }): Promise<void> {
    let from = step.site === 'none' ? undefined : this.#shown;
    let form = step.method === 'POST' ? from : undefined;
    this.trail = [];
    let { method, url, body } = step;
    for (let hops = 0; hops <= mostRedirects; hops++) {
      this.trail.push(url.href);
      assert.ok(!form || formMayLeadTo(form, url), this.#told(`a form may lead to ${url.origin}`));
      const answer = await ask({ method, url, body, from, cookies: this.cookies });
      const location = answer.headers.location;
      if (answer.status < 300 || answer.status > 399 || !location) {
        this.#show(answer);
        const onwards = this.#goesOnTo();
        if (!onwards) return;
        // A navigation of its own, no longer part of what the form began.
        [method, body, url, from, form] = ['GET', undefined, onwards, answer, undefined];
        continue;
      }
      url = new URL(location, url);
      if (answer.status !== 307 && answer.status !== 308) [method, body] = ['GET', undefined];
    }
    assert.fail(`The browser was sent round in circles: ${this.trail.join(' → ')}`);
  }

  /** Where a page leads by itself and at once. */
  #goesOnTo(): URL | undefined {
    const meta = this.#find((each) => each.tag === 'meta' && each.attributes['http-equiv'] === 'refresh');
    const address = /^0; url=(.*)$/.exec(meta?.attributes['content'] ?? '')?.[1];
    return address === undefined ? undefined : new URL(address, this.url);
  }

  #show(answer: Answer): void {
    this.#answer = answer;
    this.#page = parseHtml(answer.body);
    this.#filled = new Map();
  }

  #told(expectation: string): string {
    if (!this.#answer) return expectation;
    const { url, status } = this.#answer;
    const problems = this.problems.map((problem) => `\n  ! ${problem}`).join('');
    return `Expected that ${expectation}.\n  at ${url.href} (${status}) "${this.heading}"${problems}\n  ${this.text}`;
  }
}
