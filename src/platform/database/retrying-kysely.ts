import { Kysely, type TransactionBuilder } from 'kysely';

const DEADLOCK = '40P01';
const MOST_GOES = 4;

/**
 * Of two transactions that wait for each other PostgreSQL ends one, which has then done nothing at all: it is begun
 * anew. A transaction's body awaits nothing but the database, so it can be run again.
 */
export class RetryingKysely<Tables> extends Kysely<Tables> {
  override transaction(): TransactionBuilder<Tables> {
    const builder = super.transaction();
    const execute = builder.execute.bind(builder);
    builder.execute = async (body) => {
      for (let go = 1; ; go++) {
        try {
          return await execute(body);
        } catch (fault) {
          if ((fault as { code?: string }).code !== DEADLOCK || go === MOST_GOES) throw fault;
        }
      }
    };
    return builder;
  }
}
