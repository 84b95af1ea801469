// What a table and its global indexes may take, and have taken. In memory only: after a restart everybody has their
// burst again, as if nothing had been used for five minutes.

import type { Store } from "../../../store/store.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import { Flow } from "./flow.ts";

/** LIMITS: of the service: what one partition gives in a second. AWS: "Best practices for designing partition keys". */
const READ_UNITS_OF_PARTITION = 3000;
const WRITE_UNITS_OF_PARTITION = 1000;

/** LIMIT: tables that are metered at once, for each store. */
const MOST_TABLES = 10_000;

export type Direction = "read" | "write";

/** Reads and writes of one table or one global index. */
interface Flows {
  readonly read: Flow;
  readonly write: Flow;
}

export class Meter {
  readonly #flows = new Map<string, Flows>();
  #table: TableRecord | undefined;
  #limitsIndexWrites = false;

  /** True if a global index has configured units, so that a write must look at them. */
  get limitsIndexWrites(): boolean {
    return this.#limitsIndexWrites;
  }

  /** The flow that a request takes from. Local indexes share their table's. */
  flow(index: IndexRecord | undefined, direction: Direction, nowMs: number): Flow {
    return this.#of(index === undefined || index.isLocal ? "" : index.id, nowMs)[direction];
  }

  /** Takes over what the table's record says now. */
  follow(table: TableRecord, nowMs: number): void {
    if (this.#table === table) return;
    this.#table = table;
    this.#configure("", table, table.isOnDemand, nowMs);
    for (const index of table.globalIndexes) this.#configure(index.id, index, table.isOnDemand, nowMs);
    this.#limitsIndexWrites = table.globalIndexes.some(({ id }) => this.#of(id, nowMs).write.isConfigured);
  }

  #configure(id: string, record: TableRecord | IndexRecord, isOnDemand: boolean, nowMs: number): void {
    const { read, write } = this.#of(id, nowMs);
    const { throughput, onDemand } = record;
    read.configure(isOnDemand ? onDemand?.maxReadUnits : throughput.readUnits, nowMs);
    write.configure(isOnDemand ? onDemand?.maxWriteUnits : throughput.writeUnits, nowMs);
  }

  #of(id: string, nowMs: number): Flows {
    let flows = this.#flows.get(id);
    if (flows === undefined) {
      flows = { read: new Flow(READ_UNITS_OF_PARTITION, nowMs), write: new Flow(WRITE_UNITS_OF_PARTITION, nowMs) };
      this.#flows.set(id, flows);
    }
    return flows;
  }
}

const meters = new WeakMap<Store, Map<string, Meter>>();

/** The table's meter, by what its record says now. */
export function meterOf(store: Store, table: TableRecord, nowMs: number): Meter {
  let known = meters.get(store);
  if (known === undefined) meters.set(store, (known = new Map()));
  let meter = known.get(table.tableId);
  if (meter === undefined) {
    if (known.size >= MOST_TABLES) known.clear();
    known.set(table.tableId, (meter = new Meter()));
  }
  meter.follow(table, nowMs);
  return meter;
}
