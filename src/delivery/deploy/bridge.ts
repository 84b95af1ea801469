// A bridge between two versions of a unit: the one that is wanted, with the exports of the present one that others still
// import. CloudFormation lets nobody take away an export in use, in whichever direction one goes.

import { hashOf } from "../build/zip.ts";
import type { Artifacts } from "../cloud/artifacts.ts";
import type { Standing } from "../release/record.ts";
import { templateKeyOf } from "../release/unit-version.ts";
import { objectAt } from "../system/template.ts";
import type { TemplateObject, TemplateValue } from "../system/template.ts";
import type { WantedUnit } from "./apply-unit.ts";
import { keepParts, withSections } from "./keep.ts";

/** The bridge from what stands to what is wanted; undefined if what is wanted has all exports of what stands. */
export async function bridgeTo(
  wanted: WantedUnit,
  stands: Standing,
  artifacts: Artifacts,
): Promise<WantedUnit | undefined> {
  const text = Buffer.from(await artifacts.read(templateKeyOf(stands.version))).toString("utf8");
  const original = JSON.parse(text) as TemplateObject;
  const goes = droppedExports(original, wanted.template.body);
  if (goes.length === 0) return undefined;
  const keeping = keepParts({ original, parameters: stands.values }, wanted.template, { outputs: goes, resources: [] });
  if ("obstacle" in keeping) return undefined;
  const { fragment } = keeping;
  const body = withSections(wanted.template.body, fragment);
  const bridged = JSON.stringify(body);
  const version = { ...wanted.version, template: hashOf(bridged) };
  // A rollback that dies here is taken up from what stands then, which is the bridge.
  await artifacts.ensure(templateKeyOf(version), bridged);
  return {
    ...wanted,
    version,
    text: bridged,
    template: { ...wanted.template, body },
    bindings: { ...fragment.parameterValues, ...wanted.bindings },
  };
}

/** The outputs of `present` whose export no output of `wanted` has, told by how the export's name is written. */
function droppedExports(present: TemplateObject, wanted: TemplateObject): readonly string[] {
  const stays = new Set(exportsOf(wanted).map(([, name]) => name));
  return exportsOf(present).flatMap(([output, name]) => (stays.has(name) ? [] : [output]));
}

function exportsOf(body: TemplateObject): readonly (readonly [output: string, name: string])[] {
  return Object.entries(objectAt(body, "Outputs")).flatMap(([output, declared]: [string, TemplateValue]) => {
    const name = objectAt(declared, "Export")["Name"];
    return name === undefined ? [] : [[output, JSON.stringify(name)] as const];
  });
}
