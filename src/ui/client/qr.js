// When a QR code has run out, the page is asked for again and the new one takes its place; what was typed stays. Where
// that fails, the link to a new one shows.
const freshOne = async (name) => {
  const answer = await fetch(location.pathname).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return undefined;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return page.querySelector(`[data-renewed="${name}"]`) ?? undefined;
};

document.addEventListener('run-out', async ({ target }) => {
  const shown = target.closest('[data-runs-out]')?.closest('[data-renewed]');
  if (!shown) return;
  const fresh = await freshOne(shown.dataset.renewed);
  if (!fresh) {
    for (const hint of shown.querySelectorAll('.qr-renew')) hint.hidden = false;
    return;
  }
  const taken = document.importNode(fresh, true);
  shown.replaceWith(taken);
  taken.dispatchEvent(new Event('renewed', { bubbles: true }));
});

for (const hint of document.querySelectorAll('.qr-renew')) hint.hidden = true;
document.addEventListener('renewed', ({ target }) => {
  for (const hint of target.querySelectorAll('.qr-renew')) hint.hidden = true;
});
