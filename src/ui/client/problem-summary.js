// Browsers that do not honour `autofocus` on a plain element still bring the reader to what went wrong.
document.querySelector('.problem-summary')?.focus();
