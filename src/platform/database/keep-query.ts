import type { Compilable, CompiledQuery, QueryResult } from 'kysely';
import { keepByName } from './kept-names.ts';
import type { Db } from './open-database.ts';

/**
 * A statement that is built and compiled once for a process, and then only run: for what every request asks, building
 * it costs more than the database's answer.
 * @param build given stand-ins for the values, which it must pass on as they are; what it decides, it decides once
 */
export function keepQuery<Given extends object, Row>(
  build: (db: Db, given: Given) => Compilable<Row>,
): (db: Db, given: Given) => Promise<QueryResult<Row>> {
  // Each database writes it in its own way.
  const kept = new WeakMap<object, CompiledQuery<Row>>();
  return (db, given) => {
    const { adapter } = db.getExecutor();
    let query = kept.get(adapter);
    if (!query) {
      query = build(db, standIns<Given>()).compile();
      kept.set(adapter, query);
      keepByName(query.sql);
    }
    const parameters = query.parameters.map((each) =>
      each instanceof StandIn ? given[each.name as keyof Given] : each,
    );
    return db.executeQuery({ ...query, parameters });
  };
}

/** Stands for a value of that name until the statement is run. */
class StandIn {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** A statement made of the stand-in itself would say the same for every value. */
  [Symbol.toPrimitive](): never {
    throw new Error(`The value "${this.name}" of a kept statement can only be passed on.`);
  }

  toJSON(): never {
    return this[Symbol.toPrimitive]();
  }
}

const standIns = <Given extends object>(): Given =>
  new Proxy({} as Given, { get: (_, name) => new StandIn(String(name)) });
