// Passkeys (WebAuthn): the browser asks for one, and what it answers goes out in a plain form. Where there are none,
// or no scripts, the buttons stay away, and there is always another way.
const RENEWED_AFTER = 4 * 60 * 1000;
const WAITS_AT_MOST = 15;
const possible = 'PublicKeyCredential' in window && navigator.credentials !== undefined;

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** As WebAuthn takes them: what is bytes comes as base64url. */
const readable = ({ challenge, user, allowCredentials, excludeCredentials, ...rest }) => {
  const named = (each) => ({ ...each, id: bytesOf(each.id) });
  return {
    ...rest,
    challenge: bytesOf(challenge),
    ...(user && { user: named(user) }),
    ...(allowCredentials && { allowCredentials: allowCredentials.map(named) }),
    ...(excludeCredentials && { excludeCredentials: excludeCredentials.map(named) }),
  };
};

const postable = ({ id, type, response }) => {
  const clientDataJSON = textOf(response.clientDataJSON);
  if (response.attestationObject) {
    const transports = response.getTransports?.() ?? [];
    const attestationObject = textOf(response.attestationObject);
    return { id, type, response: { clientDataJSON, attestationObject, transports } };
  }
  const { authenticatorData, signature, userHandle } = response;
  return {
    id,
    type,
    response: {
      clientDataJSON,
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
      ...(userHandle?.byteLength && { userHandle: textOf(userHandle) }),
    },
  };
};

const wordsFor = (fault, act) => {
  if (fault.name === 'NotAllowedError' || fault.name === 'AbortError') {
    return act === 'make'
      ? 'No passkey was made: it was cancelled, or took too long. Try again.'
      : 'No passkey was given: it was cancelled, or took too long. Try again, or go on without it.';
  }
  if (fault.name === 'InvalidStateError') return 'This device has a passkey for your account already.';
  return 'Your browser could not do this. Try again, or go on without a passkey.';
};

const begin = (place) => {
  const { passkey: act, passkeyFrom, passkeyInstead } = place.dataset;
  const button = place.querySelector('button');
  const problem = place.querySelector('[data-passkey-problem]');
  const input = place.querySelector('[name="passkey"]');
  // WebKit brings back with Back what a script once put there: a passkey that has been used.
  input.value = '';
  let options = place.dataset.passkeyOptions && JSON.parse(place.dataset.passkeyOptions);
  let asOf = performance.now();
  let waiting;

  // A challenge is good for five minutes: a page that has been open for longer asks for another one.
  const freshOptions = async () => {
    if (options && performance.now() - asOf < RENEWED_AFTER) return options;
    const answer = await fetch(passkeyFrom ?? location.pathname).catch(() => undefined);
    if (!answer?.ok || answer.redirected) return undefined;
    if (passkeyFrom) options = answer.status === 200 ? await answer.json() : undefined;
    else {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const same = page.querySelector(`[data-passkey="${act}"][data-passkey-options]`);
      options = same && JSON.parse(same.dataset.passkeyOptions);
    }
    asOf = performance.now();
    return options;
  };

  const ask = async (how = {}) => {
    const fresh = await freshOptions();
    if (!fresh) throw new DOMException('There is nothing to sign.', 'AbortError');
    const asked = { publicKey: readable(fresh), ...how };
    return act === 'make' ? navigator.credentials.create(asked) : navigator.credentials.get(asked);
  };

  const take = (credential) => {
    input.value = JSON.stringify(postable(credential));
    if (passkeyInstead === undefined) return place.submit();
    const field = input.form.elements[passkeyInstead];
    field.disabled = true;
    field.closest('.field').hidden = true;
    button.hidden = true;
    place.querySelector('[data-passkey-done]').hidden = false;
  };

  const say = (words) => {
    problem.textContent = words;
    problem.hidden = words === '';
  };

  button.addEventListener('click', async () => {
    waiting?.abort();
    say('');
    button.setAttribute('aria-disabled', 'true');
    try {
      take(await ask());
    } catch (fault) {
      say(wordsFor(fault, act));
    }
    button.removeAttribute('aria-disabled');
  });

  // Offered where the address is typed, for as long as the page is likely to be looked at.
  const wait = async (times = 0) => {
    if (times >= WAITS_AT_MOST) return;
    waiting = new AbortController();
    const { signal } = waiting;
    const timer = setTimeout(() => {
      waiting.abort();
      wait(times + 1);
    }, RENEWED_AFTER);
    try {
      take(await ask({ mediation: 'conditional', signal }));
    } catch {
      // Not chosen: the address is typed, or the button pressed.
    }
    if (signal.aborted) clearTimeout(timer);
  };

  const show = async () => {
    if (!(await freshOptions())) return;
    place.hidden = false;
    if (place.dataset.passkeyAutofill === undefined) return;
    if (await PublicKeyCredential.isConditionalMediationAvailable?.()) wait();
  };
  show();
};

if (possible) {
  for (const missing of document.querySelectorAll('[data-passkey-missing]')) missing.hidden = true;
  for (const place of document.querySelectorAll('[data-passkey]')) begin(place);
}
