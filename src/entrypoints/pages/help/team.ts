import type { Contact } from '../../../ui/index.ts';

/** What Help needs to know of a service. */
export interface HelpService {
  id: string;
  name: string;
  product?: string | undefined;
  support: Contact;
}

export interface SupportContacts {
  customerCare: Contact;
  clientResponseCenter: Contact;
}

/** Who looks after which trouble: the Master Account itself, or what goes on inside a service. */
export type Team = 'customer-care' | 'client-response-center';

export interface RightTeam {
  /** In one sentence, who it is and why they. */
  reason: string;
  contact: Contact;
}

/** The team for a trouble; inside a service it is reached by the contact that is configured for that service. */
export function rightTeam(support: SupportContacts, team: Team, service?: HelpService): RightTeam {
  if (team === 'customer-care') {
    return {
      reason: `${support.customerCare.name} looks after the Master Account, and everything between it and the services.`,
      contact: support.customerCare,
    };
  }
  return {
    reason: service
      ? `${support.clientResponseCenter.name} looks after what happens inside ${service.name}.`
      : `${support.clientResponseCenter.name} looks after what happens inside the services, and the Support portal.`,
    contact: service?.support ?? support.clientResponseCenter,
  };
}
