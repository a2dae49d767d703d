// A second click while the first is under way sends nothing. Coming back with Back makes the form whole again.
const BUSY = 'aria-disabled';

for (const form of document.querySelectorAll('form[method="post"]:not([data-downloads])')) {
  const buttons = form.querySelectorAll('button[type="submit"]');
  form.addEventListener('submit', (event) => {
    if (form.dataset.busy) return event.preventDefault();
    form.dataset.busy = 'yes';
    for (const button of buttons) button.setAttribute(BUSY, 'true');
  });
  window.addEventListener('pageshow', () => {
    delete form.dataset.busy;
    for (const button of buttons) button.removeAttribute(BUSY);
  });
}
