// Which contracts a system has, who reads each of them, and whether it can. Pure.

import type { Edge } from "../graph/edges.ts";
import type { System } from "../system/system.ts";
import { classify } from "./classify.ts";
import type { Channel, ReadField, Reading } from "./contract.ts";
import { subscribersIn } from "./subscribers.ts";
import { contractsOfSystem } from "./verdicts.ts";

/** A contract, and who reads it. */
export interface ContractView {
  /** The producer. */
  readonly unit: string;
  /** Such as "payment-completed.v1". */
  readonly contract: string;
  readonly channel: Channel;
  readonly file: string;
  readonly examples: number;
  readonly readers: readonly ReaderView[];
}

/** Who reads a contract. */
export interface ReaderView {
  readonly unit: string;
  /** "silent": it hears of the channel, and declares nothing. */
  readonly state: "ok" | "broken" | "silent";
  /** JSON pointers, with the operation before them for an API; undefined for everything. */
  readonly fields?: readonly string[];
  /** What is wrong. */
  readonly problems: readonly string[];
}

/** The contracts of the sources. */
export function contractsOverview(
  system: System,
  edges: readonly Edge[],
): {
  readonly contracts: readonly ContractView[];
  /** Readings of what nobody produces. */
  readonly stray: readonly { readonly unit: string; readonly reads: string; readonly of: string }[];
} {
  const all = contractsOfSystem(system);
  const subscribers = subscribersIn(edges);
  const changes = classify({ before: all, after: all, subscribers, changed: new Set() });
  const contracts = system.units.flatMap(({ name, contracts: own }) =>
    (own?.sources ?? []).map(({ contract: { id, channel }, file, examples }): ContractView => {
      const declared = [...all].flatMap(([unit, { reads }]) =>
        reads.filter((each) => each.unit === name && each.contract === id).map((reading) => ({ unit, reading })),
      );
      const breaks = changes.find((each) => each.unit === name && each.contract === id)?.breaks ?? [];
      const readers = declared.map(({ unit, reading }): ReaderView => {
        const problems = breaks
          .filter((each) => each.reader === unit)
          .map(({ operation, field, detail }) =>
            [operation, field, detail].filter((part) => part !== undefined).join(": "),
          );
        const fields = fieldsOf(reading);
        return {
          unit,
          state: problems.length === 0 ? "ok" : "broken",
          ...(fields === undefined ? {} : { fields }),
          problems,
        };
      });
      const { logicalId } = channel;
      const silent = subscribers
        .filter((each) => each.producer === name && each.unit !== name && each.logicalId === logicalId)
        .map((each) => each.unit)
        .filter((unit) => all.get(unit)?.reads.some((each) => each.unit === name) !== true);
      const unheard = [...new Set(silent)].map((unit): ReaderView => ({
        unit,
        state: "silent",
        problems: ["It hears of the channel, and declares nothing that it reads."],
      }));
      return { unit: name, contract: id, channel, file, examples: examples.length, readers: [...readers, ...unheard] };
    }),
  );
  const stray = [...all].flatMap(([unit, { reads }]) =>
    reads
      .filter(
        (each) =>
          !contracts.some(({ unit: producer, contract }) => producer === each.unit && contract === each.contract),
      )
      .map((each) => ({ unit, reads: each.contract, of: each.unit })),
  );
  return { contracts, stray };
}

function fieldsOf({ fields, operations }: Reading): readonly string[] | undefined {
  const pointers = (list: readonly ReadField[]): readonly string[] => list.map(({ pointer }) => pointer);
  if (operations === undefined) return fields === undefined ? undefined : pointers(fields);
  return Object.entries(operations).flatMap(([operation, list]) =>
    list.length === 0 ? [operation] : pointers(list).map((pointer) => `${operation} ${pointer}`),
  );
}
