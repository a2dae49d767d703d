// When a QR code has run out, the page is asked for again and the new one takes its place; what was typed stays.
document.addEventListener('run-out', async ({ target }) => {
  const shown = target.closest('[data-runs-out]')?.closest('[data-renewed]');
  if (!shown) return;
  const answer = await fetch(location.pathname).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector(`[data-renewed="${shown.dataset.renewed}"]`);
  if (!fresh) return;
  const taken = document.importNode(fresh, true);
  shown.replaceWith(taken);
  taken.dispatchEvent(new Event('renewed', { bubbles: true }));
});

for (const hint of document.querySelectorAll('.qr-renew')) hint.hidden = true;
document.addEventListener('renewed', ({ target }) => {
  for (const hint of target.querySelectorAll('.qr-renew')) hint.hidden = true;
});
