// A page that waits for something asks for itself again now and then, and takes over the parts that have changed:
// those marked `data-renewed`. It says so to those who cannot see it, politely, and moves nobody's focus.
const ASKED_AT_MOST = 40;

for (const status of document.querySelectorAll('[data-renew]')) {
  let asked = 0;

  const parts = (root) =>
    new Map([...root.querySelectorAll('[data-renewed]')].map((part) => [part.dataset.renewed, part]));
  // Times have been rewritten here, and not there: they are told apart by what they were made from.
  const meaning = (part) => {
    const copy = part.cloneNode(true);
    for (const time of copy.querySelectorAll('time')) time.textContent = '';
    return copy.innerHTML;
  };

  const take = (fresh) => {
    const news = parts(fresh);
    for (const [name, part] of parts(document)) {
      const other = news.get(name);
      if (!other || meaning(part) === meaning(other)) continue;
      // Whoever is at one of its buttons keeps it.
      if (part.contains(document.activeElement)) continue;
      const taken = document.importNode(other, true);
      part.replaceWith(taken);
      taken.dispatchEvent(new Event('renewed', { bubbles: true }));
      if (name === 'sentence') status.textContent = taken.textContent;
    }
    return fresh.querySelector('[data-renew]') !== null;
  };

  const ask = async () => {
    if (document.visibilityState === 'hidden') return true;
    asked += 1;
    const answer = await fetch(location.href).catch(() => undefined);
    if (!answer) return true;
    // Led elsewhere, or refused: what stands here stays as it was.
    if (!answer.ok || answer.redirected) return false;
    return take(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  };

  const wait = () =>
    setTimeout(async () => {
      if ((await ask()) && asked < ASKED_AT_MOST) wait();
    }, Number(status.dataset.renew) * 1000);
  wait();
}
