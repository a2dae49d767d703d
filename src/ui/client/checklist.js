// Ticks the requirements of a password while it is typed. The server checks them all the same.
const QUIET_FOR = 400;

for (const list of document.querySelectorAll('[data-checklist]')) {
  const input = document.getElementById(list.dataset.checklist);
  const status = document.querySelector(`[data-checklist-status="${list.dataset.checklist}"]`);
  const items = [...list.querySelectorAll('[data-requirement]')];
  const own = items.filter((item) => item.dataset.min || item.dataset.same);
  const asked = list.dataset.check ? items.filter((item) => !own.includes(item)) : [];
  let timer;
  let run = 0;

  // From now on circles mean something.
  list.classList.add('checklist-live');

  const tick = (item, met) => item.classList.toggle('met', met);

  const isMet = ({ dataset }) => {
    if (dataset.same)
      return input.value !== '' && input.value === document.getElementById(dataset.same).value;
    const length = [...input.value.normalize('NFKC')].length;
    return length >= Number(dataset.min) && length <= Number(dataset.max);
  };

  const say = () => {
    const unmet = items.filter((item) => !item.classList.contains('met')).length;
    status.textContent =
      unmet === 0
        ? 'All requirements are met'
        : `${items.length - unmet} of ${items.length} requirements are met`;
  };

  // Only the latest answer counts: an older one may come later.
  const ask = async (mine) => {
    const body = new URLSearchParams(new FormData(input.form));
    const answer = await fetch(list.dataset.check, { method: 'POST', body }).catch(() => undefined);
    const unmet = answer?.ok ? (await answer.json()).unmet : undefined;
    if (mine !== run || !unmet) return;
    for (const item of asked) tick(item, !unmet.includes(item.dataset.requirement));
    say();
  };

  const change = () => {
    run += 1;
    clearTimeout(timer);
    for (const item of own) tick(item, isMet(item));
    for (const item of asked) tick(item, false);
    const mine = run;
    timer = setTimeout(() => {
      say();
      if (asked.length > 0 && own.every((item) => item.classList.contains('met'))) ask(mine);
    }, QUIET_FOR);
  };

  input.addEventListener('input', change);
  for (const { dataset } of own) {
    if (dataset.same) document.getElementById(dataset.same).addEventListener('input', change);
  }
}
