// A page that answers a form is kept in the history as a plain visit: Back shows the form, and sends nothing again.
if ('answersForm' in document.documentElement.dataset) history.replaceState(null, '', location.href);

// The server need not do the same in its way, then.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('formdata', ({ formData }) => formData.append('scripted', 'yes'));
}
