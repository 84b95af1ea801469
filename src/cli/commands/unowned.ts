// `stackyard unowned` and `stackyard adopt`: resources that no stack has, and how one comes into a unit.

import { adopt } from "../../delivery/drift/adopt.ts";
import { findUnowned, isMeant } from "../../delivery/drift/unowned.ts";
import type { UnownedResource } from "../../delivery/drift/unowned.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { targetOf } from "../connection.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { note, pc, print, printJson } from "../terminal.ts";
import { openKnownWorkspace, openWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs `unowned`. */
export async function runUnowned(directory: string | undefined, options: CommonOptions): Promise<void> {
  const { system, environment } = await openKnownWorkspace(directory, options);
  const found = await findUnowned(await targetOf(system, environment));
  if (options.json === true) {
    printJson({ environment: environment.name, resources: found });
    return;
  }
  for (const resource of found) print(describe(resource));
  note(found.length === 0 ? "Every resource belongs to a stack." : `${found.length} resources belong to no stack.`);
}

/** What `adopt` takes. */
export interface AdoptCommandOptions extends CommonOptions {
  readonly dir?: string;
  readonly unit: string;
  /** The logical id; made of the resource's name if it is not given. */
  readonly as?: string;
}

/** Runs `adopt`. */
export async function runAdopt(resourceType: string, name: string, options: AdoptCommandOptions): Promise<void> {
  const { system, environment } = await openWorkspace(options.dir, { ...options, isKnown: true });
  const target = await targetOf(system, environment);
  const unit = system.units.find((each) => each.name === options.unit);
  if (unit === undefined)
    throw new OperatorError({
      code: "ERR_UNKNOWN_UNIT",
      message: `System "${system.name}" has no unit "${options.unit}".`,
      hints: ["stackyard status"],
    });
  const candidates = (await findUnowned(target)).filter(
    (each) => each.resourceType === resourceType && isMeant(each, name),
  );
  const [resource, ...others] = candidates;
  if (resource === undefined || others.length > 0)
    throw new OperatorError({
      code: "ERR_ADOPT",
      message: `"${name}" means ${candidates.length === 0 ? "no" : "more than one"} ${resourceType} that belongs to no stack.`,
      hints: candidates.length === 0 ? ["stackyard unowned"] : candidates.map(describe),
    });
  const logicalId = options.as ?? logicalIdFrom(name);
  const adoption = await adopt({ system, environment, target, unit, resource, logicalId });
  if (options.json === true) printJson({ unit: unit.name, logicalId, ...resource, ...adoption });
  else if (adoption.outcome === "adopted")
    print(`${pc.green("✔")} ${unit.name} has it as ${logicalId}; ${adoption.file} declares it.`);
  else note(pc.red(`${unit.name} could not take it: ${adoption.reason}`));
  if (adoption.outcome === "failed") throw new Exit(EXIT.failed.code);
}

function describe({ resourceType, identifier }: UnownedResource): string {
  return `${resourceType} ${Object.values(identifier).join(" ")}`;
}

/** "order-events" becomes "OrderEvents". */
function logicalIdFrom(name: string): string {
  const words = (name.split(/[/:]/).at(-1) ?? name).match(/[A-Za-z0-9]+/g) ?? ["Adopted"];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
