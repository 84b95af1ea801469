// The configuration of a folder that has none: from samconfig.toml, from a CDK app, or from templates alone.

import { basename } from "node:path";
import { OperatorError } from "../../kernel/errors.ts";
import { AMBIENT, inferFromApp, isCdkApp } from "./cdk-units.ts";
import type { CdkApps } from "./cdk-units.ts";
import { findTemplate, inferUnits } from "./find-units.ts";
import type { InferredConfig } from "./load-config.ts";
import { findSamConfig, readSamConfig } from "./sam-config.ts";

/** Infers; throws ERR_NO_SYSTEM if there is nothing to infer from, and a DiagnosticsError for what is wrong with it. */
export async function inferConfig(
  root: string,
  shown: (path: string) => string,
  apps: CdkApps,
): Promise<InferredConfig> {
  const name = nameOf(root);
  const samConfig = findSamConfig(root);
  if (samConfig !== undefined) return readSamConfig(samConfig, name, shown(samConfig));
  if (isCdkApp(root)) return inferFromApp(name, await apps.stacksOf(root, AMBIENT, shown));
  const units = await inferUnits(root);
  if (Object.keys(units).length > 0) return { config: { name, units }, positionOf: () => undefined, diagnostics: [] };
  throw new OperatorError({
    code: "ERR_NO_SYSTEM",
    message: `There is no system in "${root}": neither a stackyard.config.ts, a samconfig.toml, a cdk.json nor a template.yaml, here or one folder below.`,
    hints: ["stackyard up DIRECTORY", "Write a stackyard.config.ts: see docs/configuration.md"],
  });
}

/** Whether a folder itself shows what its system is, so that nothing needs to be inferred from folders below. */
export function isInferable(directory: string): boolean {
  return findTemplate(directory) !== undefined || findSamConfig(directory) !== undefined || isCdkApp(directory);
}

function nameOf(root: string): string {
  const name = basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return name === "" ? "system" : name;
}
