// The other half of Postfix's `check_policy_service`, as greylisting and quota daemons have it: Postfix asks it at
// MAIL FROM, RCPT TO, DATA and after the message, and answers the client what it says.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Question {
  state: 'MAIL' | 'RCPT' | 'DATA' | 'END-OF-MESSAGE';
  recipient: string;
}

export interface Policy {
  /** What Postfix answers the client: `450 4.7.1 Greylisted`; no objection where undefined. */
  answer(question: Question): string | undefined;
  /** Parameters of `main.cf` that make a Postfix ask it at every step. */
  main: Record<string, string>;
  stop(): void;
}

export async function startPolicy(): Promise<Policy> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket)));
    void answerAll(socket, (question) => policy.answer(question));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const ask = `check_policy_service inet:127.0.0.1:${(server.address() as AddressInfo).port}`;
  const policy: Policy = {
    answer: () => undefined,
    main: {
      // Else a sender is only refused when the recipient has been named.
      smtpd_delay_reject: 'no',
      smtpd_sender_restrictions: ask,
      smtpd_recipient_restrictions: ask,
      smtpd_data_restrictions: ask,
      smtpd_end_of_data_restrictions: ask,
    },
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return policy;
}

async function answerAll(socket: Socket, answer: (question: Question) => string | undefined): Promise<void> {
  let said: Record<string, string> = {};
  for await (const line of createInterface({ input: socket })) {
    const [, name, value = ''] = /^([^=]+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) said[name] = value;
    else {
      const { protocol_state: state = '', recipient = '' } = said;
      socket.write(`action=${answer({ state: state as Question['state'], recipient }) ?? 'DUNNO'}\n\n`);
      said = {};
    }
  }
}
