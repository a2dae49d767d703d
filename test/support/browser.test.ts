import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { minutes } from '../../src/kernel/index.ts';
import { newBrowser } from './browser.ts';
import { fakeClock } from './clock.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

async function serve(t: TestContext, handler: Handler): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    handler(request, response, Buffer.concat(chunks).toString());
  }).listen(0);
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

const formPage = `<!doctype html><html><body><h1>Join &amp; sail</h1>
  <div class="problem-summary"><ul><li><a href="#field-name">Give a name.</a></li></ul></div>
  <form method="post" action="/join">
    <input type="hidden" name="csrf" value="a&quot;b"><input name="name" value="Ada"><input name="skip" disabled value="x">
    <input type="checkbox" name="link" value="yes" checked><input type="radio" name="deck" value="upper" checked>
    <input type="radio" name="deck" value="lower">
    <select name="sails"><option value="1">one</option><option value="2" selected>two</option></select>
    <button name="how" value="now">Come  <b>aboard</b></button><button>Later</button>
  </form><a href="/elsewhere">Help</a></body></html>`;

test('a form is sent as it stands, with what was filled in and the button that was pressed', async (t) => {
  let sent = '';
  const address = await serve(t, (request, response, body) => {
    if (request.method === 'POST') sent = body;
    response.end(formPage);
  });
  const browser = newBrowser();
  await browser.visit(address);
  browser.isAt('Join & sail');
  assert.deepEqual(browser.problems, ['Give a name.']);
  await browser.press('Come aboard');
  assert.equal(sent, 'csrf=a%22b&name=Ada&link=yes&deck=upper&sails=2&how=now');

  browser.fillIn('name', 'Grace Hopper');
  browser.uncheck('link');
  browser.choose('deck', 'lower');
  browser.choose('sails', '1');
  await browser.press('Later');
  assert.equal(sent, 'csrf=a%22b&name=Grace+Hopper&deck=lower&sails=1');
});

test('what is not on the page cannot be used', async (t) => {
  const browser = newBrowser();
  await browser.visit(await serve(t, (_, response) => response.end(formPage)));
  assert.throws(() => browser.fillIn('surname', 'x'), /there is one field "surname"/);
  assert.throws(() => browser.choose('sails', '3'), /"sails" offers 3, not only 1, 2/);
  await assert.rejects(browser.press('Leave'), /there is one button "Leave", not 0/);
  await assert.rejects(browser.follow('Home'), /there is one link "Home", not 0/);
  assert.throws(() => browser.isAt('Leave'), /Join & sail/);
});

test('redirects are followed over ports with the cookies of the host, and a POST becomes a GET', async (t) => {
  const seen: string[] = [];
  const second = await serve(t, (request, response) => {
    seen.push(`${request.method} ${request.headers.cookie} ${request.headers['sec-fetch-site']}`);
    response.end('<h1>There</h1>');
  });
  const first = await serve(t, (request, response) => {
    if (request.method === 'GET') {
      response.end(formPage);
      return;
    }
    response
      .writeHead(303, {
        location: second,
        'set-cookie': ['a=1; Path=/', 'b=2; Path=/deep', 'c=3; Max-Age=0'],
      })
      .end();
  });
  const browser = newBrowser();
  await browser.visit(first);
  await browser.press('Later');
  browser.isAt('There');
  assert.deepEqual(seen, ['GET a=1 same-site']);
  assert.deepEqual(browser.trail, [`${first}/join`, `${second}/`]);
});

test('a browser that is sent round in circles says so', async (t) => {
  const address = await serve(t, (_, response) => response.writeHead(302, { location: '/' }).end());
  await assert.rejects(newBrowser().visit(address), /round in circles/);
});

test('cookies go when their time is over, and those without one when the browser closes', async (t) => {
  const clock = fakeClock();
  let cookie: string | undefined;
  const address = await serve(t, (request, response) => {
    cookie = request.headers.cookie;
    const set =
      request.url === '/set'
        ? { 'set-cookie': ['short=1; Max-Age=60', 'long=1; Max-Age=600', 'session=1'] }
        : {};
    response.writeHead(200, set).end('<h1>Here</h1>');
  });
  const browser = newBrowser(clock);
  await browser.visit(`${address}/set`);
  await browser.visit(address);
  assert.equal(cookie, 'short=1; long=1; session=1');
  clock.advance(minutes(2));
  await browser.visit(address);
  assert.equal(cookie, 'long=1; session=1');
  await browser.reopened().visit(address);
  assert.equal(cookie, 'long=1');
});
