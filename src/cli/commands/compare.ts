// `stackyard compare dev test`: how two environments differ.

import { openSession } from "../../delivery/deploy/session.ts";
import { compareEnvironments } from "../../delivery/environments/compare.ts";
import type { Comparison, UnitComparison } from "../../delivery/environments/compare.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { openPlace } from "../release-place.ts";
import type { PlaceOptions } from "../release-place.ts";
import { pc, print, printJson } from "../terminal.ts";

/** Runs the command: exit code 1 if a unit has not the same version in both. */
export async function runCompare(first: string, second: string, options: PlaceOptions): Promise<void> {
  const open = async (env: string): Promise<ReturnType<typeof openSession>> => {
    const { place, target } = await openPlace({ ...options, env });
    // What people typed names it better than what a fork's environment is called inside.
    return openSession({ place, target });
  };
  const [one, other] = await Promise.all([open(first), open(second)]);
  try {
    const found = { ...(await compareEnvironments(one, other)), first, second };
    if (options.json === true) printJson(found);
    else show(found);
    if (!found.hasSameVersions) throw new Exit(EXIT.failed.code);
  } finally {
    one.close();
    other.close();
  }
}

function show({ first, second, units, hasSameVersions }: Comparison): void {
  if (units.length === 0) print(`Nothing was released into ${first} or ${second} yet.`);
  const width = Math.max(0, ...units.map(({ unit }) => unit.length));
  for (const unit of units) showUnit(unit, width, first, second);
  if (hasSameVersions && units.length > 0)
    print(pc.green(`${first} and ${second} have the same versions of all units.`));
}

function showUnit(found: UnitComparison, width: number, first: string, second: string): void {
  const { unit, state, version, parameters, outputs, releases } = found;
  const shown = state === "same" ? pc.green(state) : pc.red(shownState(state, first, second));
  const numbers = [releases.first, releases.second]
    .map((each) => (each === undefined ? "-" : String(each)))
    .join(" and ");
  print(`${unit.padEnd(width)}  ${shown} ${pc.dim(`(releases ${numbers})`)}`);
  for (const line of version) print(`  ${line}`);
  for (const { name, first: one = "-", second: other = "-" } of parameters)
    print(pc.dim(`  parameter ${name}: ${one} in ${first}, ${other} in ${second}`));
  for (const { name, isInFirst } of outputs) print(`  output ${name} is only in ${isInFirst ? first : second}`);
}

function shownState(state: UnitComparison["state"], first: string, second: string): string {
  if (state === "only in the first") return `only in ${first}`;
  return state === "only in the second" ? `only in ${second}` : state;
}
