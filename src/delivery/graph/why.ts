// Explains why a unit is deployed: compares what it was deployed with last and what it is to be deployed with now, down to
// the property, the file and the value. Pure.

import type { SourcePosition } from "../../kernel/diagnostics.ts";
import type { BoundValue } from "../system/parameters.ts";
import { isTemplateObject } from "../system/template.ts";
import type { Template, TemplateObject, TemplateValue } from "../system/template.ts";
import type { Sources } from "./sources.ts";

/** One reason for which a unit is deployed. */
export interface WhyReason {
  readonly kind: "new" | "template" | "code" | "parameter" | "output" | "stack" | "elsewhere" | "unknown";
  /** The whole reason, as people read it. */
  readonly text: string;
  /** The place in the template as it is now. */
  readonly position?: SourcePosition;
  /** The path of the template, the file of the code, the parameter, or the output that changed. */
  readonly subject?: string;
  readonly before?: string;
  readonly after?: string;
  /** For code: the functions that it goes into. */
  readonly logicalIds?: readonly string[];
}

/** What a unit was, or is to be, deployed with. */
export interface Inputs {
  /** Undefined if nobody kept it. */
  readonly template: TemplateObject | undefined;
  /** Artifact keys by the logical id of what they are for. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly sources: Sources | undefined;
  /** What CloudFormation gets; null for what is not shown. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly bindings: Readonly<Record<string, BoundValue>>;
}

/** What else is known. */
export interface Circumstances {
  /** The template of now with its places. */
  readonly template: Template;
  readonly isHotSwapped: boolean;
  /** When someone else changed the stack. */
  readonly changedElsewhereAt: string | undefined;
  readonly readsFromElsewhere: boolean;
}

// LIMIT: a template that was written anew has differences everywhere; nobody reads more than these.
const MOST_DIFFERENCES = 8;
const LONGEST_VALUE = 60;

/** Explains. `before` is undefined for a unit that was never deployed from here. */
export function explainUnit(
  before: Inputs | undefined,
  now: Inputs,
  circumstances: Circumstances,
): readonly WhyReason[] {
  if (before === undefined) return [{ kind: "new", text: "it was not deployed before" }];
  const reasons = [
    ...codeReasons(before, now),
    ...templateReasons(before, now, circumstances.template),
    ...valueReasons(before, now),
  ];
  const at = circumstances.changedElsewhereAt;
  if (at !== undefined) reasons.push({ kind: "stack", text: `the stack was changed past Stackyard at ${at}` });
  if (circumstances.isHotSwapped)
    reasons.push({ kind: "code", text: "functions were given other code while their files were watched" });
  if (circumstances.readsFromElsewhere && reasons.length === 0)
    reasons.push({
      kind: "elsewhere",
      text: "it reads SSM parameters or outputs by name, which only the cloud can compare",
    });
  if (reasons.length > 0) return reasons;
  return [
    {
      kind: "unknown",
      text: "what differs is not written down: a hidden parameter, or a stack that is not as it was left",
    },
  ];
}

// By file, with the functions that it goes into.
function codeReasons(before: Inputs, now: Inputs): WhyReason[] {
  const changed = Object.keys(now.artifacts).filter(
    (id) => before.artifacts[id] !== undefined && before.artifacts[id] !== now.artifacts[id],
  );
  const byFile = new Map<string, { what: string; logicalIds: string[] }>();
  const unexplained: string[] = [];
  for (const id of changed) {
    const old = before.sources?.[id];
    const own = now.sources?.[id];
    const files = old === undefined || own === undefined ? [] : differingFiles(old, own);
    if (files.length === 0) unexplained.push(id);
    for (const [file, what] of files) {
      const known = byFile.get(file);
      if (known === undefined) byFile.set(file, { what, logicalIds: [id] });
      else known.logicalIds.push(id);
    }
  }
  const reasons = [...byFile].map(([file, { what, logicalIds }]): WhyReason => ({
    kind: "code",
    text: `${file} ${what}; it goes into ${functions(logicalIds)}`,
    subject: file,
    logicalIds,
  }));
  if (unexplained.length > 0)
    reasons.push({
      kind: "code",
      text: `code of ${functions(unexplained)} was built differently: by other options or tools, or from sources that were not written down`,
      logicalIds: unexplained,
    });
  return reasons;
}

function differingFiles(
  old: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly (readonly [file: string, what: string])[] {
  return [...new Set([...Object.keys(now), ...Object.keys(old)])].flatMap((file) => {
    if (old[file] === now[file]) return [];
    return [[file, old[file] === undefined ? "is new" : now[file] === undefined ? "is gone" : "changed"] as const];
  });
}

function functions(ids: readonly string[]): string {
  return `${ids.length} ${ids.length === 1 ? "function" : "functions"} (${ids.join(", ")})`;
}

function templateReasons(before: Inputs, now: Inputs, template: Template): WhyReason[] {
  if (before.template === undefined || now.template === undefined) return [];
  const found: WhyReason[] = [];
  compare(before.template, now.template, [], (path, old, value) => {
    const position = template.positionOf(path);
    found.push({
      kind: "template",
      text: `template: ${difference(path, old, value)}`,
      subject: path.join("."),
      ...(position === undefined ? {} : { position }),
      ...(old === undefined ? {} : { before: shown(old) }),
      ...(value === undefined ? {} : { after: shown(value) }),
    });
  });
  if (found.length <= MOST_DIFFERENCES) return found;
  const more = found.length - MOST_DIFFERENCES;
  return [
    ...found.slice(0, MOST_DIFFERENCES),
    { kind: "template", text: `template: ${more} more ${more === 1 ? "difference" : "differences"}` },
  ];
}

function difference(path: readonly string[], old: TemplateValue | undefined, value: TemplateValue | undefined): string {
  const name = path.join(".");
  if (old === undefined) return `${name} is new${isTemplateObject(value) ? typeText(value) : `: ${shown(value)}`}`;
  if (value === undefined) return `${name} is gone${isTemplateObject(old) ? typeText(old) : `: ${shown(old)}`}`;
  return `${name} ${shown(old)} -> ${shown(value)}`;
}

function typeText(value: TemplateObject): string {
  return typeof value["Type"] === "string" ? ` (${value["Type"]})` : "";
}

// The smallest parts that differ: an object's members one by one; lists only if they are equally long.
function compare(
  old: TemplateValue | undefined,
  value: TemplateValue | undefined,
  path: readonly string[],
  report: (path: readonly string[], old: TemplateValue | undefined, value: TemplateValue | undefined) => void,
): void {
  if (old === value) return;
  if (isTemplateObject(old) && isTemplateObject(value)) {
    for (const name of new Set([...Object.keys(old), ...Object.keys(value)]))
      compare(old[name], value[name], [...path, name], report);
  } else if (Array.isArray(old) && Array.isArray(value) && old.length === value.length) {
    old.forEach((item, index) => compare(item, value[index], [...path, String(index)], report));
  } else if (JSON.stringify(old) !== JSON.stringify(value)) {
    report(path, old, value);
  }
}

function valueReasons(before: Inputs, now: Inputs): WhyReason[] {
  return [...new Set([...Object.keys(now.values), ...Object.keys(before.values)])].flatMap((name): WhyReason[] => {
    const old = before.values[name];
    const value = now.values[name];
    // What is hidden was not kept either.
    if (old === value || old === null || value === null) return [];
    const values = {
      ...(old === undefined ? {} : { before: old }),
      ...(value === undefined ? {} : { after: value }),
    };
    const binding = now.bindings[name];
    if (isOutput(binding) && old !== undefined && value !== undefined) {
      const subject = `${binding.unit}.${binding.output}`;
      const text = `output ${binding.output} of ${binding.unit} changed: ${shown(old)} -> ${shown(value)} (parameter ${name})`;
      return [{ kind: "output", text, subject, ...values }];
    }
    const text =
      old === undefined
        ? `parameter ${name} is new: ${shown(value)}`
        : value === undefined
          ? `parameter ${name} is no longer given`
          : `parameter ${name}: ${shown(old)} -> ${shown(value)}`;
    return [{ kind: "parameter", text, subject: name, ...values }];
  });
}

function isOutput(value: BoundValue | undefined): value is Extract<BoundValue, { kind: "output" }> {
  return typeof value === "object" && "kind" in value && value.kind === "output";
}

function shown(value: TemplateValue | undefined): string {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? null);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
