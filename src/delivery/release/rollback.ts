// Brings an environment back to how an earlier release left it, from the bucket alone: no source tree is needed. Says
// before it starts what cannot be undone; an interrupted one is taken up again by the next.

import type { Clock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import type { PlannedChange } from "../cloud/stack-views.ts";
import type { Stacks } from "../cloud/stacks.ts";
import type { Target } from "../cloud/target.ts";
import { createApplier } from "../deploy/apply-unit.ts";
import type { WantedUnit } from "../deploy/apply-unit.ts";
import { startRun } from "../deploy/events.ts";
import type { DeployEvent, DeployResult, Run } from "../deploy/events.ts";
import { orderBackTo, wantedFrom } from "../deploy/go-back.ts";
import type { BackOrder } from "../deploy/go-back.ts";
import { underLock } from "../deploy/release-units.ts";
import type { LockPolicy } from "../deploy/release-units.ts";
import { runRelease } from "../deploy/run-release.ts";
import { openSession, readScene } from "../deploy/session.ts";
import type { Scene, Session } from "../deploy/session.ts";
import { DiagnosticsError } from "../system/system.ts";
import { irreversibleChanges, irreversibleRemoval, outsideOfStacks } from "./irreversible.ts";
import type { Irreversible } from "./irreversible.ts";
import { provenanceOf } from "./provenance.ts";
import type { ReleaseRecord, ReleaseSummary, Standing } from "./record.ts";
import type { ReleasePlace } from "./release-store.ts";

export interface RollbackOptions {
  readonly place: ReleasePlace;
  readonly target: Target;
  /** The release to go back to; the complete one before what is there now if it is not given. */
  readonly to?: number;
  /** Go back although data is lost. */
  readonly allowDataLoss?: boolean;
  /** Only say what would happen. */
  readonly isPreview?: boolean;
  readonly lock?: LockPolicy;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly stacks?: Stacks;
}

export interface RollbackResult extends DeployResult {
  readonly to: number;
  readonly irreversible: readonly Irreversible[];
}

/** Rolls back. Rejects with ERR_DATA_LOSS, before anything is changed, if data would be lost and that is not allowed. */
export function rollback(options: RollbackOptions): Run<RollbackResult> {
  return startRun((emit) => runRollback(options, emit));
}

async function runRollback(options: RollbackOptions, emit: (event: DeployEvent) => void): Promise<RollbackResult> {
  const { place, target, signal } = options;
  const session = openSession({ place, target, clock: options.clock, stacks: options.stacks });
  const startedMs = session.clock.nowMs();
  try {
    const first = await readScene(session);
    const lock = options.isPreview === true ? "ignore" : (options.lock ?? "fail");
    return await underLock(session, first, { lock, what: "rollback", signal }, emit, async (scene, stop) => {
      const to = await requireTarget(session, scene, options.to);
      const back = await orderBackTo(session, standingOf(to), scene);
      const irreversible = await foresee(session, scene, back);
      emit({ type: "irreversible", to: to.number, findings: irreversible });
      const losses = irreversible.filter(({ kind }) => kind === "data-loss");
      if (options.isPreview === true)
        return {
          isComplete: true,
          units: [],
          durationMs: session.clock.nowMs() - startedMs,
          to: to.number,
          irreversible,
        };
      if (losses.length > 0 && options.allowDataLoss !== true) throw dataLoss(to.number, losses);
      await requireArtifacts(session, scene, back.wanted);
      const by = await provenanceOf(target, undefined);
      const result = await runRelease(
        session,
        scene,
        {
          kind: "rollback",
          ...back,
          direction: "back",
          policy: "continue",
          tests: undefined,
          by,
          details: { to: to.number },
          startedMs,
          signal: stop,
        },
        emit,
      );
      return { ...result, to: to.number, irreversible };
    });
  } finally {
    session.close();
  }
}

async function requireTarget(session: Session, scene: Scene, wanted: number | undefined): Promise<ReleaseRecord> {
  const releases = await session.releases.list();
  const number = wanted ?? targetOf(releases);
  const { environment } = session.place;
  const hints = [`stackyard releases --env ${environment}`];
  if (number === undefined)
    throw new OperatorError({
      code: "ERR_NO_RELEASE",
      message: `Environment "${environment}" has no earlier complete release to go back to.`,
      hints,
    });
  const record = number === scene.current.record?.number ? scene.current.record : await session.releases.load(number);
  if (record !== undefined && (record.status === "complete" || record.kind === "rollback")) return record;
  throw new OperatorError({
    code: "ERR_NO_RELEASE",
    message:
      record === undefined
        ? `Environment "${environment}" has no release ${number}.`
        : `Release ${number} of environment "${environment}" is ${record.status}. One can only go back to a complete one.`,
    hints,
  });
}

/**
 * The release that `rollback` goes back to by itself, `releases` being the newest first: an interrupted rollback is taken up
 * again; after a release that is not complete it is the last complete one; otherwise the complete one before.
 */
export function targetOf(releases: readonly ReleaseSummary[]): number | undefined {
  const byNumber = new Map(releases.map((each) => [each.number, each]));
  let now = releases[0];
  if (now === undefined) return undefined;
  if (now.kind === "rollback" && now.status !== "complete" && now.to !== undefined) return now.to;
  const isComplete = now.status === "complete";
  // What a rollback left is what the release was that it went back to.
  while (now?.kind === "rollback" && now.to !== undefined) now = byNumber.get(now.to);
  const limit = now?.number ?? 0;
  return releases.find(
    (each) => each.status === "complete" && each.kind !== "rollback" && (isComplete ? each.number < limit : true),
  )?.number;
}

function standingOf(record: ReleaseRecord): ReadonlyMap<string, Standing> {
  return new Map(
    Object.entries(record.units).flatMap(([unit, { stands }]) =>
      stands === undefined ? [] : [[unit, stands] as const],
    ),
  );
}

// What each unit's stack would do, asked of the cloud by change sets which nobody executes.
async function foresee(session: Session, scene: Scene, back: BackOrder): Promise<readonly Irreversible[]> {
  const quiet = { ...session, ...scene, emit: () => undefined, signal: undefined };
  const applier = createApplier(quiet, scene.standing, scene.views);
  const changed = await Promise.all(
    back.wanted.map(async (wanted): Promise<readonly Irreversible[]> => {
      const { unit } = wanted.version;
      if (applier.stackOf(unit) === undefined) return [];
      try {
        if (applier.unchanged(wanted) !== undefined) return [];
        return irreversibleChanges(unit, await previewOf(session, applier.inputOf(wanted)));
      } catch (error) {
        if (error instanceof DiagnosticsError) return irreversibleChanges(unit, error.diagnostics[0]?.detail ?? "");
        throw error;
      }
    }),
  );
  const removed = await Promise.all(
    back.removed.map(async (unit): Promise<readonly Irreversible[]> => {
      const stands = scene.standing.get(unit);
      if (stands === undefined) return [];
      return irreversibleRemoval(unit, (await wantedFrom(session, stands)).template);
    }),
  );
  const found = [...changed, ...removed].flat();
  return [...found, outsideOfStacks(session.place.environment)];
}

async function previewOf(
  session: Session,
  input: Promise<Parameters<Stacks["preview"]>[0]>,
): Promise<readonly PlannedChange[] | string> {
  return session.stacks.preview(await input);
}

async function requireArtifacts(session: Session, scene: Scene, wanted: readonly WantedUnit[]): Promise<void> {
  const moving = wanted.filter(
    ({ version }) => scene.standing.get(version.unit)?.version.template !== version.template,
  );
  await Promise.all(
    moving.flatMap(({ version }) => version.artifacts.map(({ key }) => session.artifacts.require(key))),
  );
}

function dataLoss(to: number, losses: readonly Irreversible[]): OperatorError {
  const what = losses.map(({ unit, logicalId, resourceType }) => `${unit}/${logicalId} (${resourceType})`).join(", ");
  return new OperatorError({
    code: "ERR_DATA_LOSS",
    message: `Going back to release ${to} deletes data: ${what}. Nothing was changed.`,
    hints: [`stackyard rollback ${to} --allow-data-loss`],
  });
}
