for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break;
  const words = button.querySelector('span');
  const before = words.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    words.textContent = 'Copied';
    setTimeout(() => {
      words.textContent = before;
    }, 2000);
  });
}
