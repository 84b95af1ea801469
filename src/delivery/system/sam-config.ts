// Reads samconfig.toml (or .yaml), in which the AWS SAM CLI keeps what its commands are called with: a table an environment, below it one a command.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, TomlError } from "smol-toml";
import { parseDocument } from "yaml";
import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import { isObject, member } from "./config-shape.ts";
import type { EnvironmentConfig, ParameterValue, SystemConfig } from "./define-system.ts";
import type { InferredConfig } from "./load-config.ts";
import { DiagnosticsError } from "./system.ts";

// AWS: "AWS SAM CLI configuration file": TOML is the default, and wins.
const FILES = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"];

// What would make another stack of it if it were followed.
const NOT_FOLLOWED = ["role_arn", "notification_arns", "tags", "image_repository", "image_repositories"];

/** The file in a folder, if it has one. */
export function findSamConfig(directory: string): string | undefined {
  return FILES.map((name) => join(directory, name)).find((path) => existsSync(path));
}

/** The system that the file describes: one unit, an environment for each table. Throws a DiagnosticsError if it cannot be read. */
export function readSamConfig(path: string, name: string, shownAs: string): InferredConfig {
  const text = readFileSync(path, "utf8");
  const tables = path.endsWith(".toml") ? parseToml(text, shownAs) : parseYaml(text, shownAs);
  const diagnostics: Diagnostic[] = [];
  const environments: Record<string, EnvironmentConfig> = {};
  let template: string | undefined;
  for (const [table, commands] of Object.entries(tables)) {
    // The other member of the document is its version.
    if (!isObject(commands)) continue;
    const options = optionsOf(commands);
    for (const option of NOT_FOLLOWED) {
      if (options[option] === undefined) continue;
      const position = placeOf(text, shownAs, table, option);
      diagnostics.push({
        severity: "warning",
        code: "SAMCONFIG_NOT_FOLLOWED",
        summary: "An option of the SAM CLI has no meaning here.",
        detail: `"${option}" of "${table}" is left out. The stack is deployed without it.`,
        ...(position === undefined ? {} : { position }),
      });
    }
    template ??= textOf(options["template_file"] ?? options["template"]);
    const stackName = textOf(options["stack_name"]);
    const region = textOf(options["region"]);
    const profile = textOf(options["profile"]);
    const parameters = readOverrides(options["parameter_overrides"]);
    environments[environmentNameOf(table)] = {
      ...(region === undefined ? {} : { region }),
      ...(profile === undefined ? {} : { profile }),
      // Given to the unit and not to the environment: SAM refuses parameters that the template does not declare.
      units: { app: { parameters, ...(stackName === undefined ? {} : { stackName }) } },
    };
  }
  const config: SystemConfig = {
    name,
    units: { app: { path: ".", ...(template === undefined ? {} : { template }) } },
    environments: Object.keys(environments).length === 0 ? { default: {} } : environments,
  };
  const positionOf = (at: readonly string[]): SourcePosition | undefined =>
    at[0] === "environments" && at[1] !== undefined
      ? placeOf(
          text,
          shownAs,
          tableOf(tables, at[1]),
          OPTION_OF[at.find((each) => OPTION_OF[each] !== undefined) ?? ""],
        )
      : undefined;
  return { config, positionOf, diagnostics };
}

// AWS: "AWS SAM CLI configuration file": [ENVIRONMENT.global.parameters] holds for all commands, [ENVIRONMENT.deploy.parameters] for one.
function optionsOf(commands: object): Readonly<Record<string, unknown>> {
  const of = (command: string): object => Object(member(member(commands, command), "parameters")) as object;
  return { ...of("global"), ...of("deploy") };
}

/**
 * Parameters as the SAM CLI takes them: "Key=Value Other='two words'", "ParameterKey=Key,ParameterValue=Value", or a list of either.
 */
export function readOverrides(value: unknown): Readonly<Record<string, ParameterValue>> {
  const text = Array.isArray(value) ? value.map(String).join(" ") : (textOf(value) ?? "");
  const word = String.raw`(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:\\.|[^\s"'\\])*))`;
  const form = new RegExp(String.raw`(?:ParameterKey=([^\s,=]+),ParameterValue=|([^\s,=]+)=)${word}`, "g");
  return Object.fromEntries(
    [...text.matchAll(form)].map(([, long, short, double, single, plain]) => [
      long ?? short ?? "",
      (double ?? single ?? plain ?? "").replace(/\\(.)/g, "$1"),
    ]),
  );
}

function parseToml(text: string, shownAs: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const what = (error.message.split("\n")[0] ?? "").replace(/^Invalid TOML document: /, "");
    throw unreadable(what, { file: shownAs, line: error.line, column: error.column });
  }
}

function parseYaml(text: string, shownAs: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    throw unreadable((error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, ""), {
      file: shownAs,
      line,
      column: col,
    });
  }
  const value: unknown = document.toJS();
  return isObject(value) ? { ...value } : {};
}

function unreadable(what: string, position: SourcePosition): DiagnosticsError {
  return new DiagnosticsError([
    {
      severity: "error",
      code: "SAMCONFIG_SYNTAX",
      summary: "The configuration of the SAM CLI cannot be read.",
      detail: `${what}. Correct the file.`,
      position,
    },
  ]);
}

// Names of environments are narrower here: "Prod_EU" becomes "prod-eu".
function environmentNameOf(table: string): string {
  const name = table
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return name === "" ? "default" : name;
}

function tableOf(tables: object, environment: string): string {
  return Object.keys(tables).find((each) => environmentNameOf(each) === environment) ?? environment;
}

// Our option to theirs.
const OPTION_OF: Readonly<Record<string, string>> = {
  region: "region",
  profile: "profile",
  parameters: "parameter_overrides",
  stackName: "stack_name",
};

// The option's line in one of the environment's tables, or the table's.
function placeOf(text: string, file: string, table: string, option: string | undefined): SourcePosition | undefined {
  let isInside = false;
  let place: SourcePosition | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const header = /^\s*\[+\s*"?([^\]".]+)"?\s*[.\]]/.exec(line) ?? /^"?([^\s"#:[]+)"?\s*:\s*$/.exec(line);
    if (header !== null) isInside = header[1]?.trim() === table;
    if (isInside && header !== null) place ??= { file, line: index + 1, column: line.search(/\S/) + 1 };
    const name = /^\s*"?([A-Za-z0-9_-]+)"?\s*[=:]/.exec(line)?.[1];
    if (isInside && option !== undefined && name === option)
      return { file, line: index + 1, column: line.indexOf(option) + 1 };
  }
  return place;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
