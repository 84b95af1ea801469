// `stackyard check [DIR]`: before any deployment, what the embedded cloud would make of each resource and property: enforced, kept without an
// effect, or not supported. Needs no server.

import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { PolicyFinding, PropertyCheck, ResourceCheck, TemplateCheck } from "../../checks.ts";
import { templatesIn, templatesOf } from "../../delivery/build/templates.ts";
import type { TemplateFile } from "../../delivery/build/templates.ts";
import { requireEnvironment, systemIn } from "../../delivery/system/system.ts";
import { formatDiagnostic } from "../../kernel/diagnostics.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { loadResourceTypes } from "../resource-types.ts";
import type { ResourceDefinition } from "../../service/define-resource.ts";
import { selectedUnits } from "../selection.ts";
import { note, pc, print, printDiagnostic, printJson } from "../terminal.ts";
import { openSystem } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

export interface CheckOptions extends CommonOptions {
  /** Lists what is enforced, too. */
  readonly all?: boolean;
}

/** A template with what was found. */
interface Checked extends TemplateCheck {
  /** Undefined for a template that was given by itself. */
  readonly unit: string | undefined;
  readonly file: string;
}

/** Runs the command; `path` is a system's folder or one template. */
export async function runCheck(path: string | undefined, options: CheckOptions): Promise<void> {
  const checked = await checkAll(path, options);
  const counts = countsOf(checked);
  if (options.json === true) printJson({ templates: checked, counts });
  else {
    for (const each of checked) printTemplate(each, options.all === true);
    print(`\n${summary(checked, counts)}`);
  }
  const isWrong = ({ problems, policies }: Checked): boolean =>
    problems.length > 0 || policies.some(({ severity }) => severity === "error");
  if (checked.some(isWrong)) throw new Exit(EXIT.usage.code);
  const isRefused = counts.resources.unsupported > 0 || checked.some(({ unsupported }) => unsupported.length > 0);
  if (isRefused) throw new Exit(EXIT.failed.code);
}

async function checkAll(path: string | undefined, options: CheckOptions): Promise<readonly Checked[]> {
  // The cloud's own code, which is large: only commands that need it load it.
  const { checkTemplate } = await import("../../checks.ts");
  const checkEach = (
    unit: string | undefined,
    templates: readonly TemplateFile[],
    region: string,
    own: readonly ResourceDefinition[] = [],
  ) =>
    Promise.all(
      templates.map(
        async (each) => ({ unit, file: each.file, ...(await checkTemplate(each, region, own)) }) satisfies Checked,
      ),
    );

  const here = path === undefined ? undefined : resolve(path);
  if (here !== undefined && statSync(here, { throwIfNoEntry: false })?.isFile() === true)
    return checkEach(undefined, await templatesIn(here, process.cwd()), DEFAULT_REGION);
  const all = await openSystem(path, options);
  const environment = requireEnvironment(all, options.env);
  const system = systemIn(all, environment);
  const only = await selectedUnits(system, environment, options);
  const units = system.units.filter(({ name }) => only === undefined || only.includes(name));
  const own = await loadResourceTypes(all.resourceTypes ?? []);
  const checked = await Promise.all(
    units.map(async (unit) =>
      checkEach(unit.name, await templatesOf(unit, system.base), environment.region ?? DEFAULT_REGION, own),
    ),
  );
  return checked.flat();
}

const DEFAULT_REGION = "us-east-1";

type Counts = Record<ResourceCheck["support"], number>;

function countsOf(checked: readonly Checked[]): { readonly resources: Counts; readonly properties: Counts } {
  const resources = checked.flatMap((each) => each.resources);
  return { resources: count(resources), properties: count(resources.flatMap(({ properties }) => properties)) };
}

function count(items: readonly { readonly support: ResourceCheck["support"] }[]): Counts {
  const counts: Counts = { enforced: 0, kept: 0, unsupported: 0 };
  for (const { support } of items) counts[support] += 1;
  return counts;
}

function printTemplate(checked: Checked, isWhole: boolean): void {
  const { unit, file, resources, unsupported, problems, policies, unprocessed } = checked;
  const shown = isWhole ? resources : resources.filter(({ support }) => support !== "enforced");
  const isClean =
    shown.length === 0 &&
    unsupported.length === 0 &&
    problems.length === 0 &&
    policies.length === 0 &&
    unprocessed.length === 0;
  const name = unit === undefined ? pc.bold(file) : `${pc.bold(unit)}  ${pc.dim(file)}`;
  print(isClean ? `${name}  ${plural(resources.length, "resource")}, all enforced` : name);
  for (const resource of shown) printResource(resource, isWhole);
  for (const each of unsupported) print(indent(pc.yellow(formatDiagnostic(each))));
  for (const transform of unprocessed)
    note(`  The transform ${transform} runs at a deployment only: what it makes was not checked.`);
  for (const each of policies) printFinding(each);
  for (const each of problems) printDiagnostic(each);
}

function printFinding({ logicalId, path, severity, code, details, learnMoreLink, position }: PolicyFinding): void {
  const place = position === undefined ? "" : `  ${pc.dim(`${position.file}:${position.line}:${position.column}`)}`;
  const what = severity === "error" ? pc.red(`error ${code}`) : pc.yellow(`security warning ${code}`);
  print(`  ${what}  ${logicalId} ${path}${place}\n    ${details}\n    ${pc.dim(learnMoreLink)}`);
}

function printResource({ logicalId, typeName, support, properties, position }: ResourceCheck, isWhole: boolean): void {
  const place = position === undefined ? "" : `  ${pc.dim(`${position.file}:${position.line}`)}`;
  const shown = isWhole ? properties : properties.filter((property) => property.support !== "enforced");
  // Where the whole type is missing, so are its properties.
  const isMissing = support === "unsupported" && properties.every((property) => property.support === "unsupported");
  print(
    `  ${logicalId}  ${typeName}${place}${isMissing ? `  ${pc.red("not supported")}: AWS makes it, here the deployment is refused` : ""}`,
  );
  if (!isMissing) for (const property of shown) print(`    ${property.path}  ${verdict(property)}`);
}

function verdict({ support, onAws }: PropertyCheck): string {
  if (support === "enforced") return pc.green("enforced");
  if (support === "kept") return `${pc.yellow("kept, not enforced")}: on AWS it ${onAws}`;
  return `${pc.red("not supported")}: AWS takes it, here the deployment is refused`;
}

function summary(checked: readonly Checked[], { resources, properties }: ReturnType<typeof countsOf>): string {
  const found = checked.flatMap(({ policies }) => policies);
  const errors = found.filter(({ severity }) => severity === "error").length;
  const wrong = checked.reduce((sum, { problems }) => sum + problems.length, 0);
  return [
    `Resources: ${listCounts(resources)}. Properties: ${listCounts(properties)}.`,
    ...(found.length === 0
      ? []
      : [`Policies: ${plural(errors, "error")}, ${plural(found.length - errors, "security warning")}.`]),
    ...(wrong === 0 ? [] : [`${plural(wrong, "mistake")} that AWS would refuse, too.`]),
  ].join(" ");
}

function listCounts({ enforced, kept, unsupported }: Counts): string {
  return `${enforced} enforced, ${kept} kept, ${unsupported} not supported`;
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
