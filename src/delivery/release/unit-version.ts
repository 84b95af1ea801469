// A unit version: all that a unit is made of, as values that no environment changes. The same version is what is built
// from sources, promoted from one environment to the next, and brought back by a rollback. Pure.

import type { BuiltCode } from "../build/build.ts";
import { locationIn } from "../build/locations.ts";
import type { LocationForm } from "../build/locations.ts";
import { hashOf } from "../build/zip.ts";
import type { UnitContracts } from "../contracts/contract.ts";
import { sourcesOf } from "../graph/sources.ts";
import type { ParameterValue, TestCommand, Tier } from "../system/define-system.ts";
import type { System, Unit } from "../system/system.ts";
import { isTemplateObject, objectAt, textOf } from "../system/template.ts";
import type { Template, TemplateObject, TemplateValue } from "../system/template.ts";

/** An artifact, and the property of the template that names it. */
export interface ArtifactPlace {
  /** Of the object in the bootstrap bucket: its content's hash. */
  readonly key: string;
  readonly logicalId: string;
  readonly resourceType: string;
  /** Path below "Properties". */
  readonly path: readonly string[];
  readonly location: LocationForm;
}

/** What a unit is made of, without anything of the environment it is deployed into. */
export interface UnitVersion {
  readonly unit: string;
  readonly tier: Tier;
  /** SHA-256 of the template's text; the text is the bucket's object `templateKeyOf(version)`. */
  readonly template: string;
  readonly artifacts: readonly ArtifactPlace[];
  /** SHA-256 of what its code was built from (graph/sources.ts); undefined without code, and in versions of old. */
  readonly sources?: string;
  /** What the configuration gives the unit in every environment, without secrets. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Parameters of which the template wants nothing shown (`NoEcho`). */
  readonly secrets: readonly string[];
  /** The units that it waits for. */
  readonly dependsOn: readonly string[];
  readonly tests: readonly TestCommand[];
  /** The template reads values that others may change without it (SSM parameters, outputs by name): never skipped. */
  readonly readsFromElsewhere: boolean;
  /** What it promises to others and reads of them; undefined without contracts. */
  readonly contracts?: UnitContracts;
}

/** Makes the version of a unit whose code is built, the template's text, in which artifacts have no place yet, and that of its sources. */
export function makeUnitVersion(
  unit: Unit,
  built: readonly BuiltCode[],
  dependsOn: readonly string[],
  system: Pick<System, "base" | "directory">,
): { version: UnitVersion; template: string; sources: string | undefined } {
  const template = JSON.stringify(unit.template.body);
  const sources = built.length === 0 ? undefined : JSON.stringify(sourcesOf(built, system));
  const declared = Object.entries(objectAt(unit.template.body, "Parameters"));
  const secrets = declared
    .filter(([, declaration]) => {
      const isHidden = objectAt(declaration)["NoEcho"];
      return isHidden === true || isHidden === "true";
    })
    .map(([name]) => name);
  const version: UnitVersion = {
    unit: unit.name,
    tier: unit.tier,
    template: hashOf(template),
    artifacts: built.map(({ use, artifact }) => ({
      key: artifact.key,
      logicalId: use.logicalId,
      resourceType: use.resourceType,
      path: use.path,
      location: use.location,
    })),
    ...(sources === undefined ? {} : { sources: hashOf(sources) }),
    parameters: withoutSecrets(unit.parameters, secrets),
    secrets,
    dependsOn: [...dependsOn],
    tests: unit.tests ?? [],
    readsFromElsewhere:
      template.includes('"Fn::GetStackOutput"') ||
      declared.some(([, each]) => textOf(objectAt(each)["Type"])?.startsWith("AWS::SSM::Parameter::")),
    ...contractsOf(unit),
  };
  return { version, template, sources };
}

function contractsOf({ contracts }: Unit): Pick<UnitVersion, "contracts"> {
  if (contracts === undefined) return {};
  const { produces, reads } = contracts;
  return produces.length + reads.length === 0 ? {} : { contracts: { produces, reads } };
}

/** Values without those that nobody may see; where a secret is to be had may be told. */
export function withoutSecrets<Value>(
  values: Readonly<Record<string, Value>>,
  secrets: readonly string[],
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => !secrets.includes(name) || (typeof value === "object" && value !== null && "kind" in value),
    ),
  );
}

/** The hash that stands for a version; equal for equal content, whatever built it. */
export function versionId(version: UnitVersion): string {
  const { unit, template, artifacts, parameters, tests, tier, contracts } = version;
  const parts = [unit, tier, template, artifacts.map(({ key, path }) => [key, path]), parameters, tests];
  // Versions without contracts keep the id that they had before there were any.
  return hashOf(JSON.stringify(contracts === undefined ? parts : [...parts, contracts]));
}

/** Where the bucket has a version's template. */
export function templateKeyOf(version: Pick<UnitVersion, "template">): string {
  return `${version.template}.template.json`;
}

/** The template as an account gets it: each artifact's property points into `bucket`. Compact JSON in source order. */
export function fillTemplate(template: string, artifacts: readonly ArtifactPlace[], bucket: string): string {
  if (artifacts.length === 0) return template;
  const body: unknown = JSON.parse(template);
  if (!isTemplateObject(body as TemplateValue)) return template;
  for (const { key, logicalId, path, location } of artifacts) {
    if (location === "none") continue;
    const properties = ["Resources", logicalId, "Properties", ...path.slice(0, -1)];
    const parent = properties.reduce<TemplateObject>(childOf, body as TemplateObject);
    parent[path.at(-1) ?? ""] = locationIn(bucket, key, location);
  }
  return JSON.stringify(body);
}

/** A version's template as the rest of the delivery takes it: without places, for it has no source. */
export function templateFrom(text: string, file: string): Template {
  return { file, body: JSON.parse(text) as TemplateObject, positionOf: () => undefined };
}

function childOf(parent: TemplateObject, name: string): TemplateObject {
  const child = parent[name];
  if (isTemplateObject(child)) return child;
  const made: TemplateObject = {};
  parent[name] = made;
  return made;
}
