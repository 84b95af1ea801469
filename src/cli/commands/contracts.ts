// `stackyard contracts [DIR]` and `stackyard contracts check [DIR]`: who promises what to whom, and what a change breaks.

import { buildGraph } from "../../delivery/graph/graph.ts";
import { contractsOverview } from "../../delivery/contracts/overview.ts";
import type { ContractView } from "../../delivery/contracts/overview.ts";
import type { ContractsOf } from "../../delivery/contracts/classify.ts";
import { changeLine, judgeContracts } from "../../delivery/contracts/verdicts.ts";
import { edgePlaces, edgeTitle } from "../../delivery/plan/words.ts";
import type { System } from "../../delivery/system/system.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { targetOf } from "../connection.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { note, pc, print, printJson } from "../terminal.ts";
import { openWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Options of `contracts check`. */
export interface CheckOptions extends CommonOptions {
  /** An environment, the number of a release, or a commit of git. */
  readonly against?: string;
  /** An environment whose events are looked at. */
  readonly live?: string;
  readonly seconds?: string;
}

/** Lists contracts and their readers; exit code 1 if a reader reads what is not there. */
export async function runContracts(directory: string | undefined, options: CommonOptions): Promise<void> {
  const { system, environment } = await openWorkspace(directory, options);
  const { graph } = buildGraph(system, environment, environment.region);
  const found = contractsOverview(system, graph.edges);
  const isBroken =
    found.stray.length > 0 || found.contracts.some(({ readers }) => readers.some(({ state }) => state === "broken"));
  if (options.json === true) printJson({ v: 1, system: system.name, ...found });
  else {
    for (const contract of found.contracts) for (const line of contractLines(contract)) print(line);
    for (const { unit, reads, of } of found.stray)
      print(`${pc.red("nobody has")} ${reads} of ${of}, which ${unit} reads`);
    if (found.contracts.length === 0)
      note("The system has no contracts. A unit's contracts are in its folder: UNIT/contracts/NAME.v1.json");
  }
  if (isBroken) throw new Exit(EXIT.failed.code);
}

function contractLines({ unit, contract, channel, file, examples, readers }: ContractView): readonly string[] {
  const place = channel.logicalId === undefined ? channel.kind : `${channel.kind} ${channel.logicalId}`;
  return [
    `${pc.bold(contract)}  ${unit}, ${place}${pc.dim(`  ${file}${examples === 0 ? "" : `, ${examples} ${examples === 1 ? "example" : "examples"}`}`)}`,
    ...readers.flatMap(({ unit: reader, state, fields, problems }) => [
      `  ${state === "ok" ? pc.green("reads") : state === "broken" ? pc.red("cannot read") : pc.yellow("silent")}  ${reader}${fields === undefined ? "" : pc.dim(`  ${fields.join(" ")}`)}`,
      ...problems.map((each) => `    ${each}`),
    ]),
    ...(readers.length === 0 ? [pc.dim("  nobody reads it")] : []),
  ];
}

/** Compares the contracts of the sources with others, or live events with them; exit code 1 if something breaks. */
export async function runContractsCheck(directory: string | undefined, options: CheckOptions): Promise<void> {
  if (options.live !== undefined) return checkLive(directory, options, options.live);
  const { system, environment, only } = await openWorkspace(directory, options);
  const { graph } = buildGraph(system, environment, environment.region);
  const before = await baseline(system, options);
  const after = new Set([...before.keys()].filter((unit) => !system.units.some(({ name }) => name === unit)));
  const { changes, verdicts } = judgeContracts({
    system,
    edges: graph.edges,
    before: new Map([...before].filter(([unit]) => !after.has(unit))),
    // Nobody is known to go along: what reads there must be able to read what comes.
    changed: new Set(),
    only,
  });
  const breaks = verdicts.filter(({ verdict }) => verdict !== "PROVED");
  if (options.json === true) printJson({ v: 1, against: options.against ?? environment.name, changes, verdicts });
  else {
    for (const change of changes.filter((each) => each.change !== "same"))
      print(`${change.verdict === "breaking" ? pc.red("breaking") : pc.green("compatible")}  ${changeLine(change)}`);
    for (const edge of breaks) {
      print("");
      print(`${edge.verdict === "BREAKS" ? pc.red(edge.verdict) : pc.yellow(edge.verdict)} ${edgeTitle(edge)}`);
      for (const place of edgePlaces(edge)) print(`  at ${place}`);
      print(`  ${edge.because}`);
    }
    note(
      breaks.length === 0
        ? "No reader breaks."
        : `${breaks.length} ${breaks.length === 1 ? "reading breaks" : "readings break"}, or may.`,
    );
  }
  if (breaks.some(({ verdict }) => verdict === "BREAKS")) throw new Exit(EXIT.failed.code);
}

// An environment's name comes first: a branch of the same name can be written as refs/heads/NAME.
async function baseline(system: System, { against, env, ...options }: CheckOptions): Promise<ContractsOf> {
  const isNumber = against !== undefined && /^[1-9]\d{0,8}$/.test(against);
  const isEnvironment = against === undefined || system.environments.some(({ name }) => name === against);
  if (!isNumber && !isEnvironment) {
    const { contractsAt } = await import("../../delivery/contracts/at-commit.ts");
    return contractsAt(system, against);
  }
  const name = isNumber ? env : (against ?? env);
  const { environment } = await openWorkspace(system.directory, {
    ...options,
    json: true,
    ...(name === undefined ? {} : { env: name }),
  });
  const { openSession } = await import("../../delivery/deploy/session.ts");
  const { contractsOfStanding } = await import("../../delivery/contracts/block-promotion.ts");
  const session = openSession({
    place: { system: system.name, environment: environment.name },
    target: await targetOf(system, environment),
  });
  try {
    const record = isNumber ? await session.releases.load(Number(against)) : (await session.releases.current()).record;
    if (record === undefined)
      throw new OperatorError({
        code: "ERR_NO_RELEASE",
        message: isNumber
          ? `Environment "${environment.name}" has no release ${against}.`
          : `Nothing was released into environment "${environment.name}" yet.`,
        hints: [`stackyard releases --env ${environment.name}`],
      });
    return contractsOfStanding(Object.values(record.units).flatMap(({ stands }) => stands ?? []));
  } finally {
    session.close();
  }
}

const DEFAULT_SECONDS = 10;

async function checkLive(directory: string | undefined, options: CheckOptions, env: string): Promise<void> {
  const { system, environment } = await openWorkspace(directory, { ...options, env });
  const seconds = Number(options.seconds ?? DEFAULT_SECONDS);
  if (!(seconds > 0 && seconds <= 3600))
    throw new OperatorError({
      code: "ERR_USAGE",
      message: `"${options.seconds ?? ""}" is no number of seconds from 1 to 3600.`,
      hints: ["stackyard contracts check --live dev --seconds 30"],
    });
  const { sampleLive } = await import("../../delivery/contracts/live.ts");
  if (options.json !== true) note(`Looking at the events of ${environment.name} for ${seconds} s`);
  const found = await sampleLive({
    system,
    environment,
    target: await targetOf(system, environment),
    durationMs: seconds * 1000,
    only: options.only,
  });
  if (options.json === true) printJson({ v: 1, environment: environment.name, seconds, ...found });
  else {
    for (const { unit, contract, seen, invalid } of found.contracts) {
      const state = invalid.length > 0 ? pc.red("not kept") : seen === 0 ? pc.yellow("not seen") : pc.green("kept");
      print(`${state}  ${contract} of ${unit}: ${seen} ${seen === 1 ? "event" : "events"}`);
      for (const { event, problem } of invalid) print(`  ${problem}: ${JSON.stringify(event)}`);
    }
    for (const { unit, contract, reason } of found.skipped)
      print(`${pc.dim("not looked at")}  ${contract} of ${unit}: ${reason}`);
  }
  if (found.contracts.some(({ invalid }) => invalid.length > 0)) throw new Exit(EXIT.failed.code);
}
