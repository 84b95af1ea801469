// Takes the same bytes from one environment to the next: versions from the release's record, artifacts from its bucket,
// parameters from the configuration of the environment that they go to. Accounts, regions and clouds may differ.

import type { Clock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import type { Stacks } from "../cloud/stacks.ts";
import type { Target } from "../cloud/target.ts";
import type { WantedUnit } from "../deploy/apply-unit.ts";
import { startRun } from "../deploy/events.ts";
import type { DeployEvent, DeployResult, Run } from "../deploy/events.ts";
import { inOrder } from "../deploy/go-back.ts";
import { releaseUnits } from "../deploy/release-units.ts";
import type { LockPolicy } from "../deploy/release-units.ts";
import { openSession, readScene } from "../deploy/session.ts";
import type { Session } from "../deploy/session.ts";
import { sourcesKeyOf } from "../graph/sources.ts";
import type { FailurePolicy } from "../system/define-system.ts";
import { boundValuesOf } from "../system/parameters.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System, Unit } from "../system/system.ts";
import { readHotSwaps } from "./hot-swaps.ts";
import { judgePromotion, promotedOf } from "./judge-promotion.ts";
import type { Blocker, Judgement } from "./judge-promotion.ts";
import type { ReleaseRecord, Standing } from "./record.ts";
import { templateKeyOf } from "./unit-version.ts";
import type { UnitVersion } from "./unit-version.ts";

/** An environment and where it is. */
export interface Side {
  readonly environment: Environment;
  readonly target: Target;
}

export interface PromotionOptions {
  readonly system: System;
  readonly from: Side;
  readonly to: Side;
  /** Only these units; all of the release if it is not given. */
  readonly only?: readonly string[] | undefined;
  /** Promote although something stands against it. */
  readonly isForced?: boolean;
  readonly policy?: FailurePolicy;
  readonly tests?: boolean;
  readonly lock?: LockPolicy;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly stacks?: Stacks;
}

/** What `can-promote` answers. */
export interface CanPromote {
  readonly isPossible: boolean;
  /** The release that would be promoted. */
  readonly release: number | undefined;
  readonly units: readonly string[];
  readonly blockers: readonly Blocker[];
}

/** How a promotion ended. */
export interface PromotionResult extends DeployResult {
  /** The release that was promoted. */
  readonly from: number;
  /** What stood against it; none unless it was forced. */
  readonly blockers: readonly Blocker[];
}

/** Says whether a promotion may go ahead, and what stands against it. Changes nothing. */
export async function canPromote(options: PromotionOptions): Promise<CanPromote> {
  const sides = openSides(options);
  try {
    const { record, judgement } = await judge(sides, options);
    return answerOf(record, judgement);
  } finally {
    sides.close();
  }
}

/** Promotes. Rejects with ERR_CANNOT_PROMOTE if something stands against it and it is not forced. */
export function promote(options: PromotionOptions): Run<PromotionResult> {
  return startRun((emit) => runPromotion(options, emit));
}

async function runPromotion(options: PromotionOptions, emit: (event: DeployEvent) => void): Promise<PromotionResult> {
  const { system, to, from } = options;
  const sides = openSides(options);
  try {
    const { record, judgement, texts, scene } = await judge(sides, options);
    const answer = answerOf(record, judgement);
    if (record === undefined || (!answer.isPossible && options.isForced !== true))
      throw refusal(options, answer.blockers);
    const units = new Map(judgement.system.units.map((unit) => [unit.name, unit]));
    const wanted = inOrder(judgement.promoted.map((stands) => wantedOf(stands, units, judgement, texts, options)));
    const directories = new Map(system.units.map((unit) => [unit.name, unit.directory]));
    const isWhole = options.only === undefined;
    const result = await releaseUnits(
      sides.target,
      scene,
      {
        kind: "promote",
        wanted,
        async provide(moving) {
          await Promise.all(
            moving.flatMap(({ version }) =>
              keysOf(version).map((key) => sides.target.artifacts.copyFrom(sides.source.bucket, key)),
            ),
          );
        },
        policy: options.policy ?? to.environment.onFailure ?? system.onFailure ?? "continue",
        tests:
          options.tests === false
            ? undefined
            : {
                directoryOf: (unit) => directories.get(unit),
                system: isWhole ? { tests: system.tests ?? [], directory: system.directory } : undefined,
              },
        directory: undefined,
        details: {
          from: { environment: from.environment.name, account: from.target.account, release: record.number },
        },
        lock: options.lock ?? "fail",
        startedMs: sides.target.clock.nowMs(),
        signal: options.signal,
      },
      emit,
    );
    return { ...result, from: record.number, blockers: answer.blockers };
  } finally {
    sides.close();
  }
}

function keysOf(version: UnitVersion): readonly string[] {
  return [
    templateKeyOf(version),
    ...(version.sources === undefined ? [] : [sourcesKeyOf(version.sources)]),
    ...version.artifacts.map(({ key }) => key),
  ];
}

interface Sides {
  readonly source: Session;
  readonly target: Session;
  close(): void;
}

function openSides({ system, from, to, clock, stacks }: PromotionOptions): Sides {
  const source = openSession({
    place: { system: system.name, environment: from.environment.name },
    target: from.target,
    clock,
  });
  const target = openSession({
    place: { system: system.name, environment: to.environment.name },
    target: to.target,
    clock,
    stacks,
  });
  return {
    source,
    target,
    close() {
      source.close();
      target.close();
    },
  };
}

async function judge(
  { source, target }: Sides,
  { system, from, to, only }: PromotionOptions,
): Promise<{
  record: ReleaseRecord | undefined;
  judgement: Judgement;
  texts: ReadonlyMap<string, string>;
  scene: Awaited<ReturnType<typeof readScene>>;
}> {
  const nameOf = (unit: string): string => stackNameOf(system, to.environment.name, unit);
  const [{ record }, hotSwaps, scene] = await Promise.all([
    source.releases.current(),
    readHotSwaps(source.bucket, source.place),
    readScene(target, new Map(system.units.map(({ name }) => [name, nameOf(name)]))),
  ]);
  const texts = new Map<string, string>();
  const promoted = promotedOf(record, system, to.environment, only);
  const names = new Set(promoted.map(({ version }) => version.unit));
  const kept = [...scene.standing.values()].filter(({ version }) => !names.has(version.unit));
  await Promise.all([
    ...promoted.map((each) => readText(source, each, texts)),
    ...kept.map((each) => readText(target, each, texts)),
  ]);
  const judgement = judgePromotion({
    system,
    from: from.environment,
    to: to.environment,
    region: to.target.region,
    record,
    swapped: new Set(promoted.map(({ version }) => version.unit).filter((unit) => hotSwaps.has(unit))),
    standing: scene.standing,
    only,
    texts,
  });
  return { record, judgement, texts, scene };
}

async function readText(session: Session, { version }: Standing, texts: Map<string, string>): Promise<void> {
  texts.set(version.template, Buffer.from(await session.artifacts.read(templateKeyOf(version))).toString("utf8"));
}

function wantedOf(
  { version, commit }: Standing,
  units: ReadonlyMap<string, Unit>,
  { graph }: Judgement,
  texts: ReadonlyMap<string, string>,
  { system, to }: PromotionOptions,
): WantedUnit {
  const unit = units.get(version.unit);
  if (unit === undefined) throw new RangeError(`Unit "${version.unit}" was not judged.`);
  return {
    version: { ...version, dependsOn: graph.dependenciesOf(version.unit) },
    text: texts.get(version.template) ?? "",
    template: unit.template,
    bindings: boundValuesOf(to.environment, unit),
    stack: stackNameOf(system, to.environment.name, version.unit),
    done: system.units.find(({ name }) => name === version.unit)?.done ?? to.environment.done,
    commit,
  };
}

function answerOf(record: ReleaseRecord | undefined, { blockers, promoted }: Judgement): CanPromote {
  return {
    isPossible: blockers.length === 0,
    release: record?.number,
    units: promoted.map(({ version }) => version.unit),
    blockers,
  };
}

function refusal({ from, to }: PromotionOptions, blockers: readonly Blocker[]): OperatorError {
  const lines = blockers.map(({ unit, other, detail }) =>
    [unit === undefined ? "" : `${unit}${other === undefined ? "" : ` / ${other}`}: `, detail].join(""),
  );
  return new OperatorError({
    code: "ERR_CANNOT_PROMOTE",
    message: `Nothing was promoted from "${from.environment.name}" to "${to.environment.name}", because:\n  ${lines.join("\n  ")}`,
    hints: [`stackyard can-promote ${from.environment.name} ${to.environment.name}`, "To do it all the same: --force"],
  });
}
