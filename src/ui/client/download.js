// Buttons that hand over what is on the page as a file, or to the printer. Without scripts it can be copied by hand.
const READ_BY = 60 * 1000;

for (const button of document.querySelectorAll('[data-download]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([button.dataset.content], { type: 'text/plain' }));
    link.download = button.dataset.download;
    link.click();
    // Safari asks the person first, and reads it only then.
    setTimeout(() => URL.revokeObjectURL(link.href), READ_BY);
  });
}

for (const hint of document.querySelectorAll('[data-without-script]')) hint.hidden = true;

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
