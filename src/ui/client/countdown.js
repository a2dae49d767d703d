const plural = (count, unit) => (count > 0 ? `${count} ${unit}${count === 1 ? '' : 's'}` : '');

const inWords = (exact) => {
  const left = exact < 3600 ? exact : Math.ceil(exact / 60) * 60;
  const parts = [
    plural(Math.floor(left / 3600), 'hour'),
    plural(Math.floor((left % 3600) / 60), 'minute'),
    plural(left % 60, 'second'),
  ];
  return parts.filter(Boolean).join(' ');
};

const begin = (element) => {
  const total = Number(element.dataset.countdown);
  const end = performance.now() + total * 1000;
  const words = element.querySelector('[data-countdown-words]');
  const bar = element.querySelector('progress');
  const timer = setInterval(() => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    bar.value = total > 0 ? left / total : 0;
    words.textContent = inWords(left) || 'now';
    if (left > 0) return;
    clearInterval(timer);
    element.dispatchEvent(new Event('run-out', { bubbles: true }));
  }, 1000);
};

for (const element of document.querySelectorAll('[data-countdown]')) begin(element);
document.addEventListener('renewed', ({ target }) => {
  for (const element of target.querySelectorAll('[data-countdown]')) begin(element);
});
