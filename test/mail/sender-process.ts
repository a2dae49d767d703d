// A sender to be killed: sends what is due in a database, says each message that the relay has accepted, and with
// `hold` gets no further than that.
//
//     node sender-process.ts <database file> <port of the relay> [hold]
import { openMessageSender } from '../../src/features/messages/index.ts';
import { openDatabase } from '../../src/platform/database/index.ts';
import { openMailer } from '../../src/platform/smtp/index.ts';
import { sendingNode } from '../support/sending-node.ts';
import { followed, movableClock } from './sender.ts';

const [, , file, port, hold] = process.argv;
const mailer = openMailer({ host: '127.0.0.1', port: Number(port), secure: false, requireTls: false });
const { db } = openDatabase({ file });
const deps: Parameters<typeof openMessageSender>[0] = {
  ...sendingNode(db).deps,
  clock: movableClock(),
  follow: followed({ reports: false }),
  mailer: {
    ...mailer,
    async send(...mail) {
      const delivery = await mailer.send(...mail);
      process.stdout.write(`${delivery.outcome} ${mail[0].to}\n`);
      // Nothing of it is written down: as if the process had died at this very moment.
      if (hold) await new Promise(() => undefined);
      return delivery;
    },
  },
};
// Keeps the process there, whatever it waits for.
setInterval(() => undefined, 1000);
await openMessageSender(deps).sendDueMessages();
