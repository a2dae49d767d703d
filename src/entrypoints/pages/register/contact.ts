import { type ContactForm, pinOf, saveContact } from '../../../features/registration/index.ts';
import { contactPage, contactProblems } from './contact.page.ts';
import type { RegisterPagesDeps } from './ports.ts';
import type { Step } from './step.ts';
import { changeHref, makingPanel, stepContent, type Visit } from './visit.ts';

export const contactStep = (deps: RegisterPagesDeps): Step => ({
  name: 'contact',
  show(visit) {
    const { registration } = visit;
    const { firstName, lastName, phone } = registration;
    return contactPage({
      ...contentOf(deps, visit),
      problems: [],
      firstName: firstName ?? '',
      lastName: lastName ?? '',
      phone: phone ?? '',
      pin: pinOf(deps, registration),
    });
  },
  async submit(visit, form) {
    const typed: ContactForm = {
      firstName: form['firstName'] ?? '',
      lastName: form['lastName'] ?? '',
      phone: form['phone'] ?? '',
      // Whoever leaves it out keeps the one assigned.
      pin: form['pin'] ?? pinOf(deps, visit.registration),
    };
    const saved = await saveContact(deps, visit.registration, typed);
    if (saved.ok) return 'accepted';
    if (saved.error === 'ended') return 'ended';
    const problems = contactProblems(saved.error);
    return { again: contactPage({ ...contentOf(deps, visit), ...typed, problems }), status: 422 };
  },
});

const contentOf = (deps: RegisterPagesDeps, visit: Visit) => ({
  ...stepContent(visit),
  change: changeHref(deps, visit),
  panel: makingPanel(visit.attempt),
});
