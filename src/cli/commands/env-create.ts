// `stackyard env create NAME` and `stackyard fork NAME`: an environment at will, with a time to live if one is given.

import { createClock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { deploy } from "../../delivery/deploy/deploy.ts";
import { markReady, registerEnvironment } from "../../delivery/environments/lifecycle.ts";
import { environmentOf } from "../../delivery/environments/record.ts";
import type { EnvironmentKind } from "../../delivery/environments/record.ts";
import { requireEnvironment } from "../../delivery/system/system.ts";
import type { Environment, System } from "../../delivery/system/system.ts";
import { controlOf, requireServer, stateFolder, targetOf } from "../connection.ts";
import { homeOf, whoAmI } from "../environments.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { takeInterrupts } from "../interrupt.ts";
import { selectedUnits } from "../selection.ts";
import { show, showFirstFailure, urlsOf } from "../progress.ts";
import { formatDuration, note, outputMode, print, printJson } from "../terminal.ts";
import { openSystem, workspaceIn } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** What both commands take. */
export interface CreateOptions extends CommonOptions {
  /** The environment to start from; the first of the configuration if it is not given. */
  readonly from?: string;
  readonly ttl?: string;
  /** Deploy only the selected units and borrow the others. */
  readonly preview?: boolean;
}

/** Runs `env create`. */
export async function runEnvCreate(name: string, directory: string | undefined, options: CreateOptions): Promise<void> {
  const mode = outputMode(options);
  const kind: EnvironmentKind = options.preview === true ? "preview" : "created";
  const { record, home, system, from, clock } = await begin(name, directory, options, kind);
  const own = await workspaceIn(system, { environment: environmentOf(system, record, from), record }, {});
  const interrupt = takeInterrupts("No further unit starts; stacks that are changing come to their end.");
  try {
    const target = await targetOf(own.system, own.environment);
    const result = await show(deploy({ ...own, target, signal: interrupt.signal }), mode);
    if (result.isComplete) await markReady(record, home.registry, clock);
    if (mode === "json") printJson({ type: "result", ...result, environment: record });
    else for (const { unit, output, url } of urlsOf(result.units, target)) print(`${unit}.${output}  ${url}`);
    if (interrupt.signal.aborted) throw new Exit(EXIT.interrupted.code);
    if (!result.isComplete) {
      if (mode !== "json") showFirstFailure(result.units, `stackyard env create ${name} --from ${from.name}`);
      throw new Exit(EXIT.failed.code);
    }
    if (mode !== "json")
      note(`Environment ${name} is ready after ${formatDuration(result.durationMs)}${untilText(record.expiresAt)}.`);
  } finally {
    interrupt.dispose();
    home.registry.destroy();
  }
}

/** Runs `fork`: state and data of an environment, at an address of its own. */
export async function runFork(name: string, directory: string | undefined, options: CreateOptions): Promise<void> {
  const startedMs = performance.now();
  const { record, home, system, from, clock } = await begin(name, directory, options, "fork");
  try {
    if (from.target !== "local")
      throw new OperatorError({
        code: "ERR_NOT_LOCAL",
        message: `Environment "${from.name}" is on AWS, which cannot be forked.`,
        hints: [`stackyard env create ${name} --from ${from.name}`],
      });
    const control = await controlOf(requireServer(stateFolder()));
    const known = (await control.listForks()).find((each) => each.name === name);
    const { address } = known ?? (await control.createFork({ name }));
    await markReady(record, home.registry, clock);
    if (options.json === true) printJson({ environment: record, system: system.name, endpoint: address });
    else {
      print(`${name}  ${address}`);
      const took = formatDuration(performance.now() - startedMs);
      note(
        `Forked ${from.name} after ${took}${untilText(record.expiresAt)}. Use it: eval "$(stackyard env --env ${name})"`,
      );
    }
  } finally {
    home.registry.destroy();
  }
}

async function begin(
  name: string,
  directory: string | undefined,
  options: CreateOptions,
  kind: EnvironmentKind,
): Promise<{
  record: Awaited<ReturnType<typeof registerEnvironment>>;
  home: NonNullable<Awaited<ReturnType<typeof homeOf>>>;
  system: System;
  from: Environment;
  clock: ReturnType<typeof createClock>;
}> {
  const system = await openSystem(directory, { ...options, isKnown: true });
  const from = requireEnvironment(system, options.from);
  const home = await homeOf(system, from.target);
  // Asked again for its own words: there is no home where no server runs.
  if (home === undefined) requireServer(stateFolder());
  if (home === undefined) throw new TypeError(`System "${system.name}" has no environment on ${from.target}.`);
  const clock = createClock({ mode: "wall" });
  const units = kind === "preview" ? await previewUnits(system, from, options) : undefined;
  const record = await registerEnvironment(
    {
      system,
      name,
      kind,
      from,
      owner: whoAmI(),
      ...(options.ttl === undefined ? {} : { ttl: options.ttl }),
      ...(units === undefined ? {} : { units }),
    },
    home.registry,
    clock,
  );
  return { record, home, system, from, clock };
}

async function previewUnits(system: System, from: Environment, options: CreateOptions): Promise<readonly string[]> {
  const only = await selectedUnits(system, from, options);
  if (only !== undefined && only.length > 0) return only;
  throw new OperatorError({
    code: "ERR_NO_SELECTION",
    message: "A preview has some units of its own and borrows the others, but none was selected.",
    hints: [
      "stackyard env create pr-42 --preview --only payment",
      "stackyard env create pr-42 --preview --changed main...HEAD",
    ],
  });
}

function untilText(expiresAt: string | undefined): string {
  return expiresAt === undefined ? "" : `, until ${expiresAt}`;
}
