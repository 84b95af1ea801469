// The templates of a unit as a deployment would bring them to the cloud, its own and those that it nests: read, but nothing built.

import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { DiagnosticsError, shownPath } from "../system/system.ts";
import type { Unit } from "../system/system.ts";
import { isTemplateObject, loadTemplate } from "../system/template.ts";
import type { TemplateValue } from "../system/template.ts";
import { findCode } from "./code.ts";
import { placeCode } from "./nested.ts";

/** One template, with the local code that it names. */
export interface TemplateFile {
  /** As messages name it. */
  readonly file: string;
  readonly text: string;
  /** Puts locations of artifacts in the place of local code. */
  readonly place: (body: Readonly<Record<string, unknown>>) => void;
}

// What is built has a key of this form; what it would be is of no matter.
const KEY = `${"0".repeat(64)}.zip`;

/** All templates of a unit; throws a DiagnosticsError for code that is named and not there. `base` is what shown paths are relative to. */
export async function templatesOf(
  unit: Pick<Unit, "assets" | "cdkApp" | "directory" | "template" | "templatePath">,
  base: string,
): Promise<readonly TemplateFile[]> {
  const { uses, diagnostics } = findCode(unit);
  throwErrors(diagnostics);
  // What a CDK app wrote is adopted before it is deployed; it has no author who would look for a line.
  const text =
    unit.cdkApp === undefined ? await readFile(unit.templatePath, "utf8") : JSON.stringify(unit.template.body);
  const own: TemplateFile = {
    file: unit.template.file,
    text,
    place(body) {
      const value = body as TemplateValue;
      if (isTemplateObject(value)) for (const use of uses) placeCode(value, use, KEY);
    },
  };
  const nested = await Promise.all(
    uses.map(async ({ source }) => (source.kind === "template" ? templatesIn(source.file, base) : [])),
  );
  return [own, ...nested.flat()];
}

/** The same for a template by itself. */
export async function templatesIn(path: string, base: string): Promise<readonly TemplateFile[]> {
  const { template, diagnostics } = await loadTemplate(path, shownPath(base, path));
  throwErrors(diagnostics);
  return templatesOf({ directory: dirname(path), template, templatePath: path }, base);
}

function throwErrors(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new DiagnosticsError(errors);
}
