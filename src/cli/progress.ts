// Shows a run of the delivery: live on a terminal, as plain lines in CI, or as one line of JSON an event. The first
// failure, its reason and its place in the source come last.

import { reachableUrl } from "../delivery/cloud/target.ts";
import type { Target } from "../delivery/cloud/target.ts";
import type { DeployEvent, DeployResult, Failure, Run, UnitResult } from "../delivery/deploy/events.ts";
import type { Irreversible } from "../delivery/release/irreversible.ts";
import type { TestEvidence } from "../delivery/release/record.ts";
import { sourceLines } from "./source-line.ts";
import { formatDuration, note, pc, print, printDiagnostic, printJson } from "./terminal.ts";
import type { OutputMode } from "./terminal.ts";

/** Shows the events of a run until it ends, and returns its result. */
export async function show<Result>(run: Run<Result>, mode: OutputMode): Promise<Result> {
  if (mode === "json") await showJson(run.events);
  else if (mode === "live") await showLive(run.events);
  else await showPlain(run.events);
  return run.result;
}

/** The first failure of a run as the last thing on the screen: what failed, why, where, and what to do next. */
export function showFirstFailure(units: readonly UnitResult[], command: string): void {
  const failed = units.filter((each) => each.outcome === "failed");
  const [first] = failed;
  if (first === undefined) return;
  const { failure } = first;
  const subject = failure.logicalId === undefined ? `stack ${first.stack}` : describeResource(failure);
  note("");
  note(pc.red(`${first.unit} failed at ${subject}`));
  if (failure.diagnostics === undefined) {
    note(`  ${failure.code === undefined ? "" : `${failure.code}: `}${failure.reason}`);
    const { position } = failure;
    if (position !== undefined) note(`  at ${position.file}:${position.line}:${position.column}`);
    if (position !== undefined) for (const line of sourceLines(position)) note(pc.dim(`  ${line}`));
  } else {
    for (const diagnostic of failure.diagnostics) printDiagnostic(diagnostic);
  }
  const blocked = units.filter((each) => each.outcome === "blocked").map((each) => each.unit);
  if (blocked.length > 0) note(pc.dim(`  Not attempted because of it: ${blocked.join(", ")}`));
  note(`  ${pc.cyan("Next:")} ${command}`);
  note(`  ${pc.cyan("More:")} stackyard diagnose`);
}

/** What a failed release came to: whether it went back, and which test of the system failed. */
export function showWhatBecameOfIt(result: DeployResult): void {
  for (const test of result.tests ?? [])
    if (!test.isPassed) {
      note(pc.red(`Test "${test.name}" of the system failed`));
      for (const line of test.output.trimEnd().split("\n").slice(-12)) note(`  ${line}`);
    }
  const { rollback } = result;
  if (rollback !== undefined)
    note(rollback.isComplete ? "The whole release is back at the state before." : "Going back failed as well.");
  else if (result.release !== undefined) note(pc.dim(`  It is release ${result.release}.`));
}

/** The outputs that are addresses, for people to click on. */
export function urlsOf(
  units: readonly UnitResult[],
  target: Pick<Target, "keptOrigin" | "endpoint">,
): readonly { unit: string; output: string; url: string }[] {
  return units.flatMap((result) =>
    result.outcome === "deployed" || result.outcome === "unchanged"
      ? Object.entries(result.outputs)
          .filter(([, value]) => /^(https?|wss?):\/\//.test(value))
          .map(([output, url]) => ({ unit: result.unit, output, url: reachableUrl(target, url) }))
      : [],
  );
}

function describeResource(failure: Failure): string {
  const type = failure.resourceType === undefined ? "" : ` (${failure.resourceType})`;
  return `${failure.logicalId ?? ""}${type}`;
}

/** One line for how a unit ended. */
function describeResult(result: UnitResult): string {
  switch (result.outcome) {
    case "deployed": {
      const count = `${result.resourceChanges} ${result.resourceChanges === 1 ? "resource" : "resources"}`;
      return `${result.action === "create" ? "created" : "updated"}, ${count}, ${formatDuration(result.durationMs)}`;
    }
    case "unchanged":
      return `unchanged, ${formatDuration(result.durationMs)}: ${result.reason}`;
    case "deleted":
      return `deleted, ${formatDuration(result.durationMs)}`;
    case "failed":
      return `failed after ${formatDuration(result.durationMs)}: ${firstLine(result.failure.reason)}`;
    case "blocked":
      return `not attempted, because ${result.by} failed`;
    case "cancelled":
      return "not attempted, because of the interruption";
    default:
      return result satisfies never;
  }
}

async function showJson(events: AsyncIterable<DeployEvent>): Promise<void> {
  for await (const event of events) printJson(event);
}

async function showPlain(events: AsyncIterable<DeployEvent>): Promise<void> {
  for await (const event of events) {
    if (event.type === "diagnostic") printDiagnostic(event.diagnostic);
    else if (event.type === "unit-started") note(`${event.unit}: ${event.action} ${event.stack}`);
    else if (event.type === "resource" && !event.status.endsWith("_IN_PROGRESS"))
      note(`${event.unit}: ${event.status} ${event.logicalId} ${event.resourceType}${suffix(event.reason)}`);
    else if (event.type === "unit-finished") print(`${event.result.unit}: ${describeResult(event.result)}`);
    else if (event.type === "why") showWhy(event);
    else noteRelease(event);
  }
}

// One task of the renderer a unit; it ends when the unit does.
async function showLive(events: AsyncIterable<DeployEvent>): Promise<void> {
  const { Listr } = await import("listr2");
  const finished = new Map<string, (result: UnitResult) => void>();
  const outputs = new Map<string, (text: string) => void>();
  const whys: WhyEvent[] = [];
  let drawing: Promise<unknown> = Promise.resolve();

  for await (const event of events) {
    if (event.type === "diagnostic") {
      printDiagnostic(event.diagnostic);
    } else if (event.type === "started") {
      // Going back begins anew; what was drawn before has ended.
      await drawing;
      const tasks = event.units.map((unit) => {
        const ended = new Promise<UnitResult>((resolve) => finished.set(unit, resolve));
        return {
          title: unit,
          async task(_: unknown, task: { title: string; output: string; skip(message: string): void }): Promise<void> {
            outputs.set(unit, (text) => {
              task.output = text;
            });
            const result = await ended;
            task.title = `${unit}  ${pc.dim(describeResult(result))}`;
            if (result.outcome === "failed") throw new Error(result.failure.reason);
            if (result.outcome !== "deployed" && result.outcome !== "deleted") task.skip(task.title);
          },
        };
      });
      const rendererOptions = { showErrorMessage: false, collapseErrors: false, suffixSkips: false };
      // Ctrl-C is ours: the renderer's own answer to it is to end the process in the middle of things.
      const options = {
        concurrent: true,
        exitOnError: false,
        registerSignalListeners: false,
        rendererOptions,
      } as const;
      drawing = new Listr(tasks, options).run().catch(() => undefined);
    } else if (event.type === "resource") {
      outputs.get(event.unit)?.(`${event.logicalId} ${event.status}${suffix(event.reason)}`);
    } else if (event.type === "unit-finished") {
      finished.get(event.result.unit)?.(event.result);
    } else if (event.type === "test" && event.unit !== undefined) {
      outputs.get(event.unit)?.(describeTest(event.evidence));
    } else if (event.type === "why") {
      whys.push(event);
    } else {
      noteRelease(event);
    }
  }
  // A run that broke off leaves tasks which never end; they are drawn as not attempted.
  for (const [unit, end] of finished) end({ outcome: "cancelled", unit });
  await drawing;
  for (const why of whys) showWhy(why);
}

type WhyEvent = Extract<DeployEvent, { type: "why" }>;

function showWhy({ unit, reasons }: WhyEvent): void {
  for (const { text, position } of reasons)
    print(`${unit}: because ${text}${position === undefined ? "" : pc.dim(`  ${position.file}:${position.line}`)}`);
}

// What is about the release as a whole, on a line of its own.
function noteRelease(event: DeployEvent): void {
  if (event.type === "waiting") note(`Waiting: ${event.owner.user} is in the middle of "${event.owner.what}".`);
  else if (event.type === "irreversible") noteIrreversible(event.to, event.findings);
  else if (event.type === "test") note(`${event.unit ?? "system"}: ${describeTest(event.evidence)}`);
  else if (event.type === "release" && event.kind === "rollback")
    note(`Release ${event.number}: back to ${event.to === undefined ? "nothing" : `release ${event.to}`}`);
  else if (event.type === "release") note(`Release ${event.number}`);
}

function noteIrreversible(to: number, findings: readonly Irreversible[]): void {
  note(`Going back to release ${to} does not undo:`);
  for (const { unit, logicalId, resourceType, kind, detail } of findings) {
    const subject = logicalId === undefined ? unit : `${unit}/${logicalId} (${resourceType})`;
    note(`  ${kind === "data-loss" ? pc.red(subject) : subject}: ${detail}`);
  }
}

function describeTest({ name, isPassed, durationMs }: TestEvidence): string {
  return `test "${name}" ${isPassed ? "passed" : "failed"}, ${formatDuration(durationMs)}`;
}

function suffix(reason: string | undefined): string {
  return reason === undefined ? "" : `: ${firstLine(reason)}`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
