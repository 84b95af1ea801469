// The contracts that stand against a promotion: what would break in the environment that the units go to. Pure.

import type { Edge } from "../graph/edges.ts";
import type { Blocker } from "../release/judge-promotion.ts";
import type { Standing } from "../release/record.ts";
import { versionId } from "../release/unit-version.ts";
import { classify } from "./classify.ts";
import type { ContractsOf } from "./classify.ts";
import { subscribersIn } from "./subscribers.ts";

/** The contracts of what stands somewhere. */
export function contractsOfStanding(standing: Iterable<Standing>): ContractsOf {
  return new Map(
    [...standing].flatMap(({ version: { unit, contracts } }) =>
      contracts === undefined ? [] : [[unit, contracts] as const],
    ),
  );
}

/** Says which pairs of producer and reader must not come together. */
export function blockersOf(options: {
  readonly promoted: readonly Standing[];
  /** What stands in the environment that they go to. */
  readonly standing: ReadonlyMap<string, Standing>;
  readonly edges: readonly Edge[];
}): readonly Blocker[] {
  const { promoted, standing, edges } = options;
  const names = new Set(promoted.map(({ version }) => version.unit));
  const after = [...[...standing.values()].filter(({ version }) => !names.has(version.unit)), ...promoted];
  const changed = promoted.filter(({ version }) => {
    const there = standing.get(version.unit)?.version;
    return there === undefined || versionId(there) !== versionId(version);
  });
  const changes = classify({
    before: contractsOfStanding(standing.values()),
    after: contractsOfStanding(after),
    subscribers: subscribersIn(edges),
    changed: new Set(changed.map(({ version }) => version.unit)),
  });
  return changes.flatMap(({ unit, contract, breaks }) =>
    breaks
      // What is amiss between units that stay where they are is not of this promotion's making.
      .filter(({ reader }) => names.has(unit) || names.has(reader))
      .map(({ reader, isDeclared, field, operation, detail }): Blocker => {
        const what = [
          ...(operation === undefined ? [] : [operation]),
          ...(field === undefined ? [] : [`field "${field}"`]),
        ].join(", ");
        const read = isDeclared ? "" : ` "${reader}" does not declare what it reads.`;
        return {
          code: isDeclared ? "CONTRACT_BREAKS" : "CONTRACT_UNKNOWN_READER",
          unit,
          other: reader,
          detail: `Contract "${contract}" breaks "${reader}"${what === "" ? "" : ` (${what})`}: ${detail}${read}`,
        };
      }),
  );
}
