// Makes systems out of the texts of templates for tests of the delivery that need no files.

import type { Environment, System, Unit } from "../system/system.ts";
import { parseTemplate } from "../system/template.ts";

/** The environment of such systems. */
export const DEV: Environment = { name: "dev", target: "local", parameters: { Stage: "dev" } };

/** A unit of tier "business" with a template. */
export function unitOf(name: string, template: string, more: Partial<Unit> = {}): Unit {
  return {
    name,
    directory: `/system/${name}`,
    templatePath: `/system/${name}/template.yaml`,
    tier: "business",
    template: parseTemplate(template, `${name}/template.yaml`).template,
    parameters: {},
    dependsOn: [],
    ...more,
  };
}

/** A system "shop" of the units. */
export function systemOf(...units: readonly Unit[]): System {
  return {
    name: "shop",
    directory: "/system",
    configPath: "/system/stackyard.config.ts",
    configFile: "stackyard.config.ts",
    base: "/system",
    units,
    environments: [DEV],
  };
}
