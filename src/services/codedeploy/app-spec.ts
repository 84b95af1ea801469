// AppSpec files of functions. AWS: CodeDeploy User Guide, "AppSpec file structure for AWS Lambda deployments".

import { parse } from "yaml";
import { requireShallowYaml } from "../../kernel/yaml-depth.ts";
import { invalidRevision } from "./errors.ts";
import type { AppSpec, HookName } from "./records.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Parses an AppSpec, in YAML or JSON; throws InvalidRevisionException. */
export function parseAppSpec(text: string): AppSpec {
  let value: unknown;
  try {
    requireShallowYaml(text);
    value = parse(text);
  } catch {
    throw invalidRevision("The AppSpec file is not well-formed YAML or JSON.");
  }
  const spec = lowered(value, "The AppSpec file");
  const resources = Array.isArray(spec["resources"]) ? spec["resources"] : [];
  if (resources.length !== 1) throw invalidRevision("The AppSpec file must name exactly one resource.");
  const [resource] = Object.values(lowered(resources[0], "The resource"));
  const { type, properties } = lowered(resource, "The resource");
  if (type !== "AWS::Lambda::Function")
    throw invalidRevision("The resource must be of the type AWS::Lambda::Function.");
  const given = lowered(properties, "The properties");
  const [functionName, alias, currentVersion, targetVersion] = ["name", "alias", "currentversion", "targetversion"].map(
    (name) => requireText(given, name),
  );
  return {
    functionName: functionName ?? "",
    alias: alias ?? "",
    currentVersion: currentVersion ?? "",
    targetVersion: targetVersion ?? "",
    hooks: parseHooks(spec["hooks"]),
  };
}

function requireText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string" && typeof value !== "number")
    throw invalidRevision(`The AppSpec file lacks the property ${name} of the function.`);
  return String(value);
}

function parseHooks(value: unknown): AppSpec["hooks"] {
  const hooks: Partial<Record<HookName, string>> = {};
  for (const item of Array.isArray(value) ? value : []) {
    for (const [name, target] of Object.entries(typeof item === "object" && item !== null ? (item as Fields) : {})) {
      if (name !== "BeforeAllowTraffic" && name !== "AfterAllowTraffic")
        throw invalidRevision(`The AppSpec file has a hook ${name}, which functions do not have.`);
      hooks[name] = String(target);
    }
  }
  return hooks;
}

/** Members by their names in lower case: AppSpec files are written in both. */
function lowered(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidRevision(`${what} has the wrong form.`);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}
