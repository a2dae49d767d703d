import type { SMTPServer } from 'smtp-server';

export type SmtpConnection = SMTPServer['connections'] extends Set<infer Each> ? Each : never;

const MOST_REFUSALS = 20;
/** Some thirty mails on a connection, which then comes again; and an end to commands that do nothing. */
const MOST_REPLIES = 200;

/** Every command is answered by one reply, and all replies go this one way. */
export function watchReplies(connection: SmtpConnection): void {
  const send = connection.send.bind(connection);
  let replies = 0;
  let refusals = 0;
  connection.send = (code, words, context) => {
    replies += 1;
    if (code >= 400) refusals += 1;
    const enough = refusals > MOST_REFUSALS || replies > MOST_REPLIES;
    // That a mail is taken is said whatever else: it would come again.
    if (enough && context !== 'DATA_OK') send(421, 'Too many commands, connect again');
    else send(code, words, context);
  };
}
