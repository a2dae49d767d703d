import {
  contact,
  copyable,
  details,
  fieldId,
  type Html,
  hiddenField,
  html,
  type Link,
  link,
  page,
  type Shell,
  select,
} from '../../../ui/index.ts';
import { questions } from './questions.ts';
import { type HelpService, rightTeam, type SupportContacts } from './team.ts';
import type { Topic } from './topics.ts';

export interface HelpPage {
  support: SupportContacts;
  services: readonly HelpService[];
  topics: readonly Topic[];
  /** What the person chose, if they have chosen already. */
  topic: Topic | undefined;
  service: HelpService | undefined;
  /** To what Help was opened from. */
  back: Link | undefined;
}

/** Asks what the trouble is, answers it, and says whom to turn to. The shell's reference is that of the page that went wrong. */
export const helpPage = (shell: Shell, help: HelpPage): Html =>
  page(shell, {
    title: help.topic ? `${help.topic.trouble}: help` : 'Help',
    heading: 'How can we help?',
    intro: 'Choose what the trouble is. You get an answer, and the team that looks after it.',
    wide: true,
    back: help.back,
    body: html`
      ${troubleForm(shell, help)}
      ${help.topic && answer(shell, help, help.topic)}
      <h2>Common troubles</h2>
      <div class="details-list">${help.topics
        .filter((topic) => topic !== help.topic)
        .map(({ id, trouble, answer }) => details({ id, summary: trouble, body: answer }))}</div>
      <h2>Common questions</h2>
      <div class="details-list">${questions({
        brand: shell.brand.name,
        services: help.services,
        customerCare: help.support.customerCare,
      }).map(({ id, question, answer }) => details({ id, summary: question, body: answer }))}</div>
      ${help.topic === undefined && teams(shell, help)}`,
  });

/** A real form, sent by GET: an answer has an address of its own that can be passed on. */
const troubleForm = (shell: Shell, { topic, topics, service, services }: HelpPage): Html => html`
  <form class="form form-narrow" method="get" action="/help#answer">
    ${hiddenField('reference', shell.reference)}
    ${select({
      label: 'What is the trouble?',
      name: 'topic',
      value: topic?.id,
      choices: topics.map(({ id, trouble }) => ({ value: id, text: trouble })),
    })}
    ${select({
      label: 'Which service is it about?',
      name: 'service',
      value: service?.id,
      choices: [
        { value: '', text: 'None in particular' },
        ...services.map(({ id, name }) => ({ value: id, text: name })),
      ],
    })}
    <div class="buttons"><button type="submit" class="button button-primary">Show what to do</button></div>
  </form>`;

function answer(shell: Shell, { support, service }: HelpPage, topic: Topic): Html {
  const team = rightTeam(support, topic.team, service);
  const chooseService = topic.team === 'client-response-center' && !service;
  return html`
  <section class="answer" id="answer" aria-labelledby="answer-title">
    <h2 id="answer-title">${topic.trouble}</h2>
    <div class="text">${topic.answer}</div>
    <h3>Still stuck?</h3>
    <div class="text"><p>${team.reason}${chooseService && html` ${link({ href: `#${fieldId('service')}`, text: 'Choose the service' })} to see its own contact.`}</p></div>
    ${contact(team.contact, shell.reference)}
    ${reference(shell)}
  </section>`;
}

const reference = (shell: Shell): Html =>
  copyable({ label: 'Your reference: it shows us what happened', text: shell.reference, look: 'token' });

const teams = (shell: Shell, { support }: HelpPage): Html => html`
  <h2>Talk to us</h2>
  <div class="pair">${(['customer-care', 'client-response-center'] as const).map((name) => {
    const team = rightTeam(support, name);
    return html`<div><p class="hint">${team.reason}</p>${contact(team.contact, shell.reference)}</div>`;
  })}</div>
  ${reference(shell)}`;
