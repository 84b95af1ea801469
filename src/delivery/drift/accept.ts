// Accepts drift: writes what is live into the templates' sources, so that the next deployment keeps it.

import { readFile, writeFile } from "node:fs/promises";
import { editTemplate } from "../system/edit-template.ts";
import type { System } from "../system/system.ts";
import { isTemplateObject, objectAt } from "../system/template.ts";
import type { TemplateValue } from "../system/template.ts";
import { pointerParts } from "./detect.ts";
import type { PropertyDrift, ResourceDrift, UnitDrift } from "./report.ts";

/** One property that was written into a source, or why it was not. */
export interface Acceptance {
  readonly unit: string;
  readonly logicalId: string;
  readonly path: string;
  /** The template, as messages name it. */
  readonly file: string;
  /** Undefined if it was written. */
  readonly refusal?: string;
}

/** Writes the live values of all drifted properties into the units' templates. Nothing is written for resources that are gone. */
export async function acceptDrift(system: System, units: readonly UnitDrift[]): Promise<readonly Acceptance[]> {
  const accepted: Acceptance[] = [];
  for (const { unit: name, drifted } of units) {
    const unit = system.units.find((each) => each.name === name);
    if (unit === undefined || drifted.length === 0) continue;
    const before = await readFile(unit.templatePath, "utf8");
    let text = before;
    for (const resource of drifted) {
      if (resource.state === "deleted") {
        const refusal = "The resource is gone: take it out of the template, or revert.";
        accepted.push({ unit: name, logicalId: resource.logicalId, path: "", file: unit.template.file, refusal });
      }
      for (const property of inOrderOfEdits(resource)) {
        const declared = objectAt(unit.template.body, "Resources", resource.logicalId);
        const result = accept(text, declared, resource.logicalId, property);
        if (result.refusal === undefined) ({ text } = result);
        accepted.push({
          unit: name,
          logicalId: resource.logicalId,
          path: property.path,
          file: unit.template.file,
          ...(result.refusal === undefined ? {} : { refusal: result.refusal }),
        });
      }
    }
    if (text !== before) await writeFile(unit.templatePath, text);
  }
  return accepted;
}

type Accepted =
  | { readonly text: string; readonly refusal?: undefined }
  | { readonly text?: undefined; readonly refusal: string };

function accept(text: string, declared: TemplateValue, logicalId: string, property: PropertyDrift): Accepted {
  if (property.ownedBy !== undefined) return { refusal: `It is left to ${property.ownedBy}.` };
  if (!isTemplateObject(declared) || Object.keys(declared).length === 0)
    return { refusal: "A transform made this resource, so the source does not have it." };
  const parts = pointerParts(property.path);
  const value = property.kind === "removed" ? undefined : valueOf(property, valueAt(declared, parts));
  const result = editTemplate(text, ["Resources", logicalId, "Properties", ...parts], value);
  return "refusal" in result ? { refusal: result.refusal } : { text: result.text };
}

// Items of lists are numbered as the template has them, so what goes at the end goes first.
function inOrderOfEdits({ properties }: ResourceDrift): readonly PropertyDrift[] {
  return properties.toSorted((a, b) => (a.path < b.path ? 1 : -1));
}

/** The live value, of the type that the template has there; the cloud tells all of them as text. */
function valueOf({ actual }: PropertyDrift, declared: TemplateValue | undefined): unknown {
  if (typeof declared === "string") return actual;
  if (typeof declared === "number" && /^-?\d+(\.\d+)?$/.test(actual)) return Number(actual);
  if (typeof declared === "boolean" && /^(true|false)$/.test(actual)) return actual === "true";
  try {
    return JSON.parse(actual) as unknown;
  } catch {
    // No JSON, so it is a text.
    return actual;
  }
}

function valueAt(declared: TemplateValue, parts: readonly string[]): TemplateValue | undefined {
  let value: TemplateValue | undefined = objectAt(declared, "Properties");
  for (const part of parts) {
    if (Array.isArray(value)) value = value[Number(part)];
    else value = isTemplateObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }
  return value;
}
