// Instants in the reader's own time zone, with the zone named; also those that come into the page later.
const DATE = { day: 'numeric', month: 'long', year: 'numeric' };
const TIME = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };
const isToday = (instant) => instant.toDateString() === new Date().toDateString();

const inWords = (instant, precise) => {
  const date = precise === 'clock' && isToday(instant) ? {} : DATE;
  const seconds = precise === 'minute' ? {} : { second: '2-digit' };
  return instant.toLocaleString('en-GB', { ...date, ...TIME, ...seconds }).replace(' at ', ', ');
};

const localise = (part) => {
  for (const time of part.querySelectorAll('time[data-local]')) {
    time.textContent = inWords(new Date(time.dateTime), time.dataset.local);
  }
};

localise(document);
document.addEventListener('renewed', ({ target }) => localise(target));
