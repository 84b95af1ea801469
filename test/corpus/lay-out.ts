// Puts a template into a folder together with what it names: other templates of the corpus where its author had them, and placeholders for the
// files and folders that only the author has. Which properties name local files is the delivery's knowledge, so it is asked until nothing is missing.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { findCode } from "../../src/delivery/build/code.ts";
import type { Diagnostic } from "../../src/kernel/diagnostics.ts";
import { objectAt, parseTemplate, textOf } from "../../src/delivery/system/template.ts";
import type { Template, TemplateObject } from "../../src/delivery/system/template.ts";
import type { CorpusTemplate } from "./corpus.ts";
import { placeholderCode, placeholderFile, placeholderTemplate } from "./placeholders.ts";

/** A template that lies in a folder with all that it names. */
export interface LaidOut {
  readonly directory: string;
  readonly templatePath: string;
  readonly template: Template;
}

/** Lays a template out below `root`; `corpus` are the templates that it may name. */
export function layOut(one: CorpusTemplate, corpus: readonly CorpusTemplate[], root: string): LaidOut {
  const templatePath = join(root, one.path);
  const directory = dirname(templatePath);
  put(templatePath, one.text);
  const { template } = parseTemplate(one.text, one.path);
  const laidOut = { directory, templatePath, template };
  // Each round fills one gap of each resource: a folder first, then the handler in it.
  for (let round = 0; round < 4; round += 1) {
    const { diagnostics } = findCode(laidOut);
    if (diagnostics.length === 0) break;
    for (const missing of diagnostics) fill(missing, laidOut, { corpus, root });
  }
  return laidOut;
}

interface Surroundings {
  readonly corpus: readonly CorpusTemplate[];
  readonly root: string;
}

function fill(missing: Diagnostic, { directory, template }: LaidOut, { corpus, root }: Surroundings): void {
  const resource = objectAt(template.body, "Resources", missing.logicalId ?? "");
  const type = textOf(resource["Type"]) ?? "";
  const globals = type === "AWS::Serverless::Function" ? objectAt(template.body, "Globals", "Function") : {};
  const properties: TemplateObject = { ...globals, ...objectAt(resource, "Properties") };
  const path = (missing.path ?? "").split(".").slice(1);
  const named = textOf(objectAt(properties, ...path.slice(0, -1))[path.at(-1) ?? ""]) ?? ".";
  const target = join(directory, named);
  const known = corpus.find((each) => join(root, normalize(each.path)) === target);
  if (known !== undefined) {
    layOut(known, corpus, root);
  } else if (type === "AWS::CloudFormation::Stack" || type === "AWS::Serverless::Application") {
    put(target, placeholderTemplate(template.body, missing.logicalId ?? "", objectAt(properties, "Parameters")));
  } else if (/::(?:Function|LayerVersion)$/.test(type)) {
    for (const [file, text] of placeholderCode(textOf(properties["Runtime"]), textOf(properties["Handler"])))
      put(join(target, file), text);
  } else put(target, placeholderFile(type));
}

function put(path: string, text: string): void {
  // What lies above a template's own folder is its author's; it is laid out here, where nobody else has anything.
  if (relative(dirname(path), path) === "") return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
