// A page with nothing left to do follows its link by itself, unless the person does anything on it first.
const SECONDS_TO_READ = 8;

for (const link of document.querySelectorAll('a[data-go-on]')) {
  const timer = setTimeout(() => link.click(), SECONDS_TO_READ * 1000);
  for (const sign of ['keydown', 'pointerdown', 'focusin']) {
    window.addEventListener(sign, () => clearTimeout(timer), { once: true, passive: true });
  }
}
