// Makes a plan: rehearses the release, reads what it would take away from whom, finds phases where one deployment would break
// readers, and puts everything together as one value.

import { OperatorError } from "../../kernel/errors.ts";
import { createClock } from "../../kernel/clock.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { createBuilder } from "../build/build.ts";
import type { Builder } from "../build/build.ts";
import type { ControlConnection } from "../cloud/control-client.ts";
import type { Target } from "../cloud/target.ts";
import { contractsOfStanding } from "../contracts/block-promotion.ts";
import { judgeContracts } from "../contracts/verdicts.ts";
import { openSession } from "../deploy/session.ts";
import { buildGraph } from "../graph/graph.ts";
import { checkParameters } from "../system/parameters.ts";
import { DiagnosticsError } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import { assemble } from "./assemble.ts";
import { openDeployed } from "./deployed.ts";
import { findDropped, findKept, movePhase } from "./phases.ts";
import { findMovedExports, findMoves } from "./moves.ts";
import type { KeptPart, Plan } from "./plan.ts";
import { rehearseAtOnce, rehearseInPhases } from "./rehearsal.ts";
import type { Rehearsal, Theatre } from "./rehearsal.ts";
import { hashSources } from "./sources.ts";
import { findDecreases } from "./throughput.ts";
import { judgeRelease, stillReading } from "./judge-release.ts";
import { replayEvents } from "./replay-events.ts";
import { byVerdict } from "./verdicts.ts";

export interface PlanOptions {
  readonly system: System;
  readonly environment: Environment;
  /** The environment as it is. */
  readonly target: Target;
  /** The cloud that is forked. */
  readonly connection: ControlConnection;
  readonly builder?: Builder;
  readonly clock?: Clock;
  /** Runs the post-deploy tests on a full fork, in which everything begins by itself as it does in the environment. */
  readonly runsTests?: boolean;
  /** Once aborted the rehearsal ends early, and its fork is dropped. */
  readonly signal?: AbortSignal;
  /** The units that the release would be about; all if it is not given. */
  readonly only?: readonly string[];
}

/** Makes a plan. Rejects with a DiagnosticsError if configuration and templates do not fit together. */
export async function makePlan(options: PlanOptions): Promise<Plan> {
  const { system, environment, target, connection, signal } = options;
  const clock = options.clock ?? createClock({ mode: "wall" });
  const startedMs = clock.nowMs();
  const { graph, diagnostics, evaluated } = buildGraph(system, environment, target.region);
  const problems: readonly Diagnostic[] = [...diagnostics, ...checkParameters(system, environment)];
  if (problems.some((each) => each.severity === "error")) throw new DiagnosticsError(problems);

  const names = graph.order.filter((unit) => options.only === undefined || options.only.includes(unit));
  const builder = options.builder ?? createBuilder(system.base);
  const session = openSession({ place: { system: system.name, environment: environment.name }, target, clock });
  const theatre: Theatre = {
    system,
    environment,
    connection,
    parent: target,
    builder,
    clock,
    runsTests: options.runsTests === true,
    only: options.only,
    signal,
  };
  const deployed = openDeployed({ system, environment, target, listing: session.stacks.list() });
  try {
    const single = await rehearseAtOnce(theatre, names);
    const affected = single.execution.result.units
      .filter((each) => each.outcome !== "unchanged")
      .map((each) => each.unit);

    const kept: KeptPart[] = [];
    const obstacles = new Map<string, string>();
    const dropped = await Promise.all(
      system.units
        .filter((unit) => affected.includes(unit.name))
        .map(async (unit) => {
          const detail = await deployed.read(unit.name);
          return detail && { unit, detail, dropped: findDropped(unit, detail, evaluated, target) };
        }),
    );
    const known = dropped.filter((each) => each !== undefined);
    const states = await Promise.all(
      system.units
        .filter((unit) => affected.includes(unit.name))
        .map(async (unit) => ({ unit, detail: await deployed.read(unit.name) })),
    );
    const moves = [...findMoves(states)];
    const moved = { moves, exports: findMovedExports(moves, states, evaluated) };
    const readers = await deployed.readersOf(known.map((each) => each.dropped));
    for (const each of known) {
      const found = findKept(each.unit, each.detail, each.dropped, moved, readers);
      if (found.kept !== undefined) kept.push(found.kept);
      if (found.obstacle !== undefined) obstacles.set(each.unit.name, found.obstacle);
    }

    const judging = { system, environment, target, graph, evaluated, deployed, builder };
    const move = moves.length === 0 ? undefined : movePhase(moves, moved.exports);
    const inPhases = (parts: Parameters<typeof rehearseInPhases>[2]): Promise<Rehearsal> =>
      parts.kept.length === 0 && parts.move === undefined
        ? Promise.resolve(single)
        : rehearseInPhases(theatre, names, parts, (part, after) => stillReading(judging, part, after));
    const rehearsal = await inPhases({ move, kept }).catch((error: unknown) => {
      if (!(error instanceof OperatorError) || error.code !== "ERR_MOVE_REFUSED") throw error;
      for (const { from } of moves) obstacles.set(from.unit, error.message);
      moves.length = 0;
      return inPhases({ move: undefined, kept });
    });
    const judgement = await judgeRelease(judging, { single, rehearsal, kept, moved });
    const { record } = await session.releases.current();
    const standing = Object.values(record?.units ?? {}).flatMap(({ stands }) => stands ?? []);
    const promises = judgeContracts({
      system,
      edges: graph.edges,
      before: contractsOfStanding(standing),
      changed: rehearsal.execution.changed,
      only: options.only,
    });
    const replay = await replayEvents(theatre, rehearsal, promises.changes);
    return assemble({
      system,
      environment,
      target,
      diagnostics: problems,
      views: await deployed.views(),
      rehearsal,
      single,
      obstacles,
      moves,
      ...judgement,
      edges: [...judgement.edges, ...promises.verdicts].toSorted(byVerdict),
      contracts: promises.hasContracts ? promises.changes : undefined,
      replay,
      release: record?.number,
      sources: await hashSources(system, environment, builder),
      decreases: await findDecreases(judgement.sides, target),
      runsTests: theatre.runsTests,
      only: options.only,
      durationMs: clock.nowMs() - startedMs,
    });
  } finally {
    deployed.destroy();
    session.close();
    if (options.builder === undefined) await builder.dispose();
  }
}
