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

/** Who looks after which trouble: the Master Account itself, what goes on inside a service, or the Support portal. */
export type Team = 'customer-care' | 'client-response-center' | 'support-portal';

export interface RightTeam {
  /** In one sentence, who it is and why they. */
  reason: string;
  contact: Contact;
}

/** The team for a trouble; inside a service, but not in the portal, it is reached by the contact that is configured for that service. */
export function rightTeam(support: SupportContacts, team: Team, service?: HelpService): RightTeam {
  if (team === 'customer-care') {
    return {
      reason: `${support.customerCare.name} looks after the Master Account, and everything between it and the services.`,
      contact: support.customerCare,
    };
  }
  const { clientResponseCenter } = support;
  if (team === 'support-portal') {
    return {
      reason: `${clientResponseCenter.name} looks after the Support portal.`,
      contact: clientResponseCenter,
    };
  }
  return {
    reason: service
      ? `${clientResponseCenter.name} looks after what happens inside ${service.name}.`
      : `${clientResponseCenter.name} looks after what happens inside the services, and the Support portal.`,
    contact: service?.support ?? clientResponseCenter,
  };
}
