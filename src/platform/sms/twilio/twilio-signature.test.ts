import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSignedByTwilio, twilioSignature } from './twilio-signature.ts';

/** The example of Twilio's documentation. */
const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const fields = new URLSearchParams({
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
});
const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

test('the example of Twilio’s documentation is signed as it says', () => {
  assert.equal(twilioSignature('12345', { url, fields }), signature);
});

test('a call is authentic whatever order its fields come in, and with the standard port written out', () => {
  const reversed = new URLSearchParams([...fields].reverse());
  assert.ok(isSignedByTwilio('12345', { url, fields: reversed, signature }));
  const withPort = twilioSignature('12345', {
    url: 'https://mycompany.com:443/myapp.php?foo=1&bar=2',
    fields,
  });
  assert.ok(isSignedByTwilio('12345', { url, fields, signature: withPort }));
});

test('a call changed in any part is not authentic', () => {
  const more = new URLSearchParams([...fields, ['Digits', '5678']]);
  const without = new URLSearchParams([...fields].slice(1));
  for (const changed of [
    { url, fields: more, signature },
    { url, fields: without, signature },
    { url: `${url}&x=1`, fields, signature },
    { url: url.replace('mycompany', 'other'), fields, signature },
    { url, fields, signature: '' },
    { url, fields, signature: `${signature}x` },
  ]) {
    assert.ok(!isSignedByTwilio('12345', changed));
  }
  assert.ok(!isSignedByTwilio('12346', { url, fields, signature }));
});
