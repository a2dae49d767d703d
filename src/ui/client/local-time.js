// Instants in the reader's own time zone, with the zone named.
for (const time of document.querySelectorAll('time[data-local]')) {
  const precise = time.dataset.local === 'second' ? { second: '2-digit' } : {};
  const text = new Date(time.dateTime).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...precise,
    timeZoneName: 'short',
  });
  time.textContent = text.replace(' at ', ', ');
}
