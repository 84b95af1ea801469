// What a plan says of contracts: which changed, and for each thing that one unit reads of another's contract a verdict with its
// place in the source. Pure.

import type { Edge } from "../graph/edges.ts";
import type { EdgeVerdict, Place } from "../plan/plan.ts";
import type { System } from "../system/system.ts";
import { classify } from "./classify.ts";
import type { Break, ContractChange, ContractsOf } from "./classify.ts";
import type { Reading } from "./contract.ts";
import { subscribersIn } from "./subscribers.ts";

/** What is known about a release. */
export interface ContractCase {
  readonly system: System;
  readonly edges: readonly Edge[];
  /** The contracts as they are deployed. */
  readonly before: ContractsOf;
  /** The units whose stacks the release changes. */
  readonly changed: ReadonlySet<string>;
  /** The units that the release is about; undefined for all. */
  readonly only?: readonly string[] | undefined;
}

/** The contracts of the sources. */
export function contractsOfSystem(system: Pick<System, "units" | "borrowed">): ContractsOf {
  const all = [...system.units, ...(system.borrowed ?? []).map(({ unit }) => unit)];
  return new Map(all.flatMap(({ name, contracts }) => (contracts === undefined ? [] : [[name, contracts] as const])));
}

/** Judges the contracts of a release. */
export function judgeContracts({ system, edges, before, changed, only }: ContractCase): {
  readonly hasContracts: boolean;
  readonly changes: readonly ContractChange[];
  readonly verdicts: readonly EdgeVerdict[];
} {
  // A unit that the release is not about, or that the configuration no longer has, stays as it is deployed.
  const known = new Set([...system.units, ...(system.borrowed ?? []).map(({ unit }) => unit)].map(({ name }) => name));
  const stays = (unit: string): boolean => !known.has(unit) || (only !== undefined && !only.includes(unit));
  const sources = [...contractsOfSystem(system)].filter(([unit]) => !stays(unit) || !before.has(unit));
  const after = new Map([...sources, ...[...before].filter(([unit]) => stays(unit))]);
  const changes = classify({
    before,
    after,
    subscribers: subscribersIn(edges),
    changed,
  });
  const broken = changes.flatMap(({ unit, contract, breaks }) =>
    breaks.map((each) => breaking(system, unit, contract, each)),
  );
  const well = [...after].flatMap(([reader, { reads }]) =>
    reads
      .filter(
        (each) =>
          !broken.some(
            ({ from, to, subject }) => from === reader && to === each.unit && subject.includes(`"${each.contract}"`),
          ),
      )
      .map((each): EdgeVerdict => {
        const change = changes.find(({ unit, contract }) => unit === each.unit && contract === each.contract);
        return {
          verdict: "PROVED",
          from: reader,
          fromKind: "unit",
          to: each.unit,
          subject: `contract "${each.contract}"`,
          places: placesOf(system, reader, each),
          because:
            change === undefined
              ? "The contract has not changed."
              : "What is read of the contract can be read as before.",
        };
      }),
  );
  return { hasContracts: before.size + after.size > 0, changes, verdicts: [...well, ...broken] };
}

function breaking(
  system: System,
  unit: string,
  contract: string,
  { reader, isDeclared, field, operation, detail }: Break,
): EdgeVerdict {
  const parts = [
    ...(field === undefined || field === "" ? [] : [`field "${field}"`]),
    ...(operation === undefined ? [] : [`operation "${operation}"`]),
    `contract "${contract}"`,
  ];
  const reading = system.units
    .find(({ name }) => name === reader)
    ?.contracts?.reads.find((each) => each.unit === unit && each.contract === contract);
  const base = { from: reader, fromKind: "unit", to: unit, subject: parts.join(" of ") } as const;
  if (!isDeclared)
    return {
      ...base,
      verdict: "UNKNOWN",
      places: [],
      because: `${detail} The unit hears of it, and does not declare what it reads: add it to ${reader}/contracts/reads.yaml.`,
    };
  return {
    ...base,
    verdict: "BREAKS",
    places: reading === undefined ? [] : placesOf(system, reader, reading, field),
    because: detail,
    consequence:
      "The reader gets what it was not made for. Bring it out as a new version beside the old one, or change the reader first.",
  };
}

function placesOf(system: System, reader: string, reading: Reading, field?: string): readonly Place[] {
  const unit = system.units.find(({ name }) => name === reader);
  const position = unit?.contracts?.placeOfReading(reading, field);
  return [{ kind: "contract", what: field ?? reading.contract, ...(position === undefined ? {} : { position }) }];
}

/** A change in one line: `payment-completed.v1 of payment: "/email" was removed`. */
export function changeLine({ unit, contract, change, differences }: ContractChange): string {
  const told = differences.map(({ pointer, detail, operation }) =>
    [...(operation === undefined ? [] : [operation]), `${pointer === "" ? "" : `"${pointer}" `}${detail}`].join(": "),
  );
  const all = change === "changed" && told.length > 0 ? told.join("; ") : CHANGES[change];
  return `${contract} of ${unit}: ${all}`;
}

const CHANGES: Readonly<Record<ContractChange["change"], string>> = {
  added: "is new",
  removed: "is not there any more",
  changed: "changed",
  same: "has not changed",
};
