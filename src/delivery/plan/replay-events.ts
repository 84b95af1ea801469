// Plays events that are at hand against the units that a release changes: applies the release once more, on a full fork, in which
// functions are called as they are in the environment.

import { secureRandom } from "../../kernel/random.ts";
import { createControlClient } from "../cloud/control-client.ts";
import { openStacks } from "../cloud/stacks.ts";
import type { Target } from "../cloud/target.ts";
import type { ContractChange } from "../contracts/classify.ts";
import { readerOf, recordMessages, replay } from "../contracts/replay.ts";
import type { ExampleEvent, Reader, RecordedMessage, ReplayedEvent, ReplayResource } from "../contracts/replay.ts";
import { stackNameOf } from "../system/system.ts";
import type { Unit } from "../system/system.ts";
import { executePhases } from "./execute-phases.ts";
import { openStage } from "./fork.ts";
import type { Stage } from "./fork.ts";
import { releaseOf } from "./rehearsal.ts";
import type { Rehearsal, Theatre } from "./rehearsal.ts";

// LIMIT: how many examples of one contract are played.
const MOST_EXAMPLES = 5;

/** Plays the examples of contracts and the messages that wait; nothing if no unit that reads a contract is concerned. */
export async function replayEvents(
  theatre: Theatre,
  rehearsal: Rehearsal,
  changes: readonly ContractChange[],
): Promise<readonly ReplayedEvent[]> {
  const { system, environment } = theatre;
  const failed = new Set(
    rehearsal.execution.result.units.flatMap(({ unit, outcome }) =>
      outcome === "deployed" || outcome === "unchanged" ? [] : [unit],
    ),
  );
  const renewed = new Set(
    changes.filter(({ change }) => change === "changed").map(({ unit, contract }) => `${unit} ${contract}`),
  );
  const concerned = system.units.filter(
    ({ name, contracts }) =>
      !failed.has(name) &&
      contracts?.reads.some(
        (each) => rehearsal.execution.changed.has(name) || renewed.has(`${each.unit} ${each.contract}`),
      ) === true,
  );
  if (concerned.length === 0) return [];

  const nameOf = (unit: string): string => stackNameOf(system, environment.name, unit);
  const messages = await onStage(theatre, true, ({ target }) => recordOf(target, concerned, nameOf));
  const hasExamples = examplesOf(theatre, concerned).length > 0;
  if (messages.length === 0 && !hasExamples) return [];
  return onStage(theatre, false, async ({ target }) => {
    await executePhases({
      ...theatre,
      target,
      phases: rehearsal.phases,
      release: { ...releaseOf(theatre), tests: false },
    });
    const { connection, signal } = theatre;
    const control = createControlClient({ ...connection, origin: target.endpoint ?? connection.origin });
    const { Now } = await control.status();
    const resourcesOf = await openResources(target, nameOf);
    const readers = await readersOf(target, concerned, resourcesOf);
    const examples = await Promise.all(
      examplesOf(theatre, concerned).map(async ({ producer, ...example }): Promise<readonly ExampleEvent[]> => {
        const { logicalId } = example.channel;
        const physicalId = (await resourcesOf(producer)).find((each) => each.logicalId === logicalId)?.physicalId;
        return physicalId === undefined ? [] : [{ ...example, physicalId }];
      }),
    );
    const nowMs = typeof Now === "string" ? Date.parse(Now) : 0;
    return replay({ target, nowMs, readers, examples: examples.flat(), messages, signal });
  });
}

async function onStage<Result>(
  theatre: Theatre,
  isQuiet: boolean,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const stage = await openStage({ ...theatre, isQuiet, random: secureRandom() });
  try {
    return await work(stage);
  } finally {
    await stage.drop();
  }
}

type ResourcesOf = (unit: string) => Promise<readonly ReplayResource[]>;

async function openResources(target: Target, nameOf: (unit: string) => string): Promise<ResourcesOf> {
  const known = new Map<string, Promise<readonly ReplayResource[]>>();
  const { createClock } = await import("../../kernel/clock.ts");
  return (unit) => {
    const asked = known.get(unit);
    if (asked !== undefined) return asked;
    const stacks = openStacks(target, createClock({ mode: "wall" }), secureRandom());
    const listed = (async () => {
      try {
        const there = await stacks.describe(nameOf(unit));
        return there === undefined ? [] : await stacks.resources(there.name);
      } finally {
        stacks.destroy();
      }
    })();
    known.set(unit, listed);
    return listed;
  };
}

function readersOf(target: Target, units: readonly Unit[], resourcesOf: ResourcesOf): Promise<readonly Reader[]> {
  return Promise.all(units.map(async ({ name }) => readerOf(target, name, await resourcesOf(name))));
}

async function recordOf(
  target: Target,
  units: readonly Unit[],
  nameOf: (unit: string) => string,
): Promise<readonly RecordedMessage[]> {
  return recordMessages(target, await readersOf(target, units, await openResources(target, nameOf)));
}

function examplesOf(
  { system }: Theatre,
  readers: readonly Unit[],
): readonly (Omit<ExampleEvent, "physicalId"> & { producer: string })[] {
  return system.units.flatMap(({ name, contracts }) =>
    (contracts?.sources ?? []).flatMap(({ contract: { id, channel }, examples }) => {
      const meant = readers.filter((unit) =>
        unit.contracts?.reads.some((each) => each.unit === name && each.contract === id),
      );
      // LIMIT: events of buses are compared, and not played yet.
      if (channel.kind === "api" || channel.kind === "bus" || meant.length === 0) return [];
      const units = meant.map((unit) => unit.name);
      return examples
        .slice(0, MOST_EXAMPLES)
        .map((event) => ({ producer: name, contract: id, readers: units, channel, event }));
    }),
  );
}
