// A page that answers a form is kept in the history as a plain visit: Back shows the form, and sends nothing again.
if ('answersForm' in document.documentElement.dataset) history.replaceState(null, '', location.href);
