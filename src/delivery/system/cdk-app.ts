// Runs a CDK app as the CDK's own command line does, and says where its cloud assembly is.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { isAssembly } from "./cdk-assembly.ts";
import { DiagnosticsError } from "./system.ts";

/** The file that makes a folder a CDK app's. */
export const CDK_FILE = "cdk.json";

/** What an app is told about where it goes. */
export interface SynthesisPlace {
  /** Twelve digits, if they are known before anything is deployed. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Beside the context of cdk.json and cdk.context.json, and before it. */
  readonly context: Readonly<Record<string, unknown>>;
}

// LIMIT: Linux takes 128 KiB for one environment variable (MAX_ARG_STRLEN); a larger context goes through a file.
const LARGEST_VARIABLE_BYTES = 100_000;
const LONGEST_MESSAGE = 4000;

/**
 * Synthesises the app in `folder`; `shown` says how to name a file. Returns the assembly's folder. Throws a DiagnosticsError if there is no
 * command, or it fails.
 */
export async function synthesise(
  folder: string,
  place: SynthesisPlace,
  shown: (path: string) => string,
): Promise<string> {
  const settings = readSettings(folder, shown);
  const command = settings.app;
  if (typeof command !== "string" || command === "")
    throw failed(
      shown(join(folder, CDK_FILE)),
      `"app" must name the command that runs the app, such as "node app.js".`,
    );
  // AWS: "cdk --app": a folder is a cloud assembly that was synthesised before.
  const named = resolve(folder, command);
  if (statSync(named, { throwIfNoEntry: false })?.isDirectory() === true) return named;

  const output = resolve(folder, typeof settings.output === "string" ? settings.output : "cdk.out");
  const context = {
    ...contextOf(settings),
    ...readContext(folder, shown),
    ...place.context,
    // What the CDK's command line sets by itself. Metadata names the construct and the asset behind each resource.
    "aws:cdk:enable-path-metadata": true,
    "aws:cdk:enable-asset-metadata": true,
    "aws:cdk:bundling-stacks": ["**"],
  };
  const text = JSON.stringify(context);
  const scratch = text.length > LARGEST_VARIABLE_BYTES ? mkdtempSync(join(tmpdir(), "stackyard-cdk-")) : undefined;
  try {
    if (scratch !== undefined) writeFileSync(join(scratch, "context.json"), text);
    const variables = {
      ...process.env,
      CDK_OUTDIR: output,
      ...(scratch === undefined
        ? { CDK_CONTEXT_JSON: text }
        : { CDK_CONTEXT_JSON: "{}", CONTEXT_OVERFLOW_LOCATION_ENV: join(scratch, "context.json") }),
      ...(place.account === undefined ? {} : { CDK_DEFAULT_ACCOUNT: place.account }),
      ...(place.region === undefined ? {} : { CDK_DEFAULT_REGION: place.region }),
    };
    if (typeof settings.build === "string") await run(settings.build, folder, variables, shown);
    await run(commandLine(command, named), folder, variables, shown);
  } finally {
    if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  }
  if (!isAssembly(output))
    throw failed(
      shown(join(folder, CDK_FILE)),
      `"${command}" wrote no cloud assembly to ${shown(output)}. Does it call app.synth()?`,
    );
  return output;
}

/** The assembly that an app's last synthesis left, without running anything; undefined if there is none. */
export function knownAssembly(folder: string, shown: (path: string) => string): string | undefined {
  const { app, output } = readSettings(folder, shown);
  const candidates = [app, output ?? "cdk.out"].flatMap((each) =>
    typeof each === "string" ? [resolve(folder, each)] : [],
  );
  return candidates.find(isAssembly);
}

// AWS: "cdk --app": a script of JavaScript is run by Node.
function commandLine(command: string, path: string): string {
  return existsSync(path) && /\.[cm]?js$/.test(command) ? `"${process.execPath}" "${path}"` : command;
}

function run(
  command: string,
  folder: string,
  variables: NodeJS.ProcessEnv,
  shown: (path: string) => string,
): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, { shell: true, cwd: folder, env: variables, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString("utf8")).slice(-LONGEST_MESSAGE);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", fail);
    child.once("close", (code, signal) => {
      if (code === 0) done();
      else
        fail(
          failed(
            shown(join(folder, CDK_FILE)),
            `"${command}" ended with ${code ?? signal ?? "no code"}:\n${said.trim()}`,
          ),
        );
    });
  });
}

interface Settings {
  readonly app?: unknown;
  readonly build?: unknown;
  readonly output?: unknown;
  readonly context?: unknown;
}

function readSettings(folder: string, shown: (path: string) => string): Settings {
  return readJson(join(folder, CDK_FILE), shown);
}

// What earlier look-ups found.
function readContext(folder: string, shown: (path: string) => string): object {
  const file = join(folder, "cdk.context.json");
  return existsSync(file) ? readJson(file, shown) : {};
}

function contextOf({ context }: Settings): object {
  return typeof context === "object" && context !== null ? context : {};
}

function readJson(file: string, shown: (path: string) => string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof value === "object" && value !== null ? value : {};
  } catch (error) {
    throw failed(shown(file), `The file is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function failed(file: string, detail: string): DiagnosticsError {
  const diagnostic: Diagnostic = {
    severity: "error",
    code: "CDK_SYNTH_FAILED",
    summary: "The CDK app cannot be synthesised.",
    detail,
    position: { file, line: 1, column: 1 },
  };
  return new DiagnosticsError([diagnostic]);
}
