// Debugging functions from the command line: finds the function and its sources, has the server open a port, and says what an
// editor needs to attach.

import { findCode } from "../delivery/build/code.ts";
import type { CodeUse } from "../delivery/build/code.ts";
import type { Inspection, InspectionRequest } from "../delivery/cloud/control-client.ts";
import type { Target } from "../delivery/cloud/target.ts";
import { OperatorError } from "../kernel/errors.ts";
import { controlOf, requireServer, stateFolder } from "./connection.ts";
import { findFunctions } from "./functions.ts";
import { note, pc, print, printJson } from "./terminal.ts";
import type { OutputMode } from "./terminal.ts";
import type { Workspace } from "./workspace.ts";

/** Where editors look for Node's inspector unless they are told. */
const FIRST_PORT = 9229;

/** A function that the command line was asked to debug. */
export interface DebugWish {
  readonly name: string;
  /** Undefined for the next one from 9229 on. */
  readonly port: number | undefined;
  readonly isBreaking: boolean;
}

/** An option's value: "FUNCTION" or "FUNCTION=PORT". */
export function parseWish(text: string, isBreaking: boolean): DebugWish {
  const [, name = "", port] = /^(.+?)(?:=(\d+))?$/.exec(text) ?? [];
  return { name, port: port === undefined ? undefined : Number(port), isBreaking };
}

/** Begins to debug functions, and says how to attach; the promise gives what ends it. */
export async function beginDebugging(
  workspace: Workspace,
  target: Target,
  wishes: readonly DebugWish[],
  mode: OutputMode,
): Promise<() => Promise<void>> {
  if (wishes.length === 0) return () => Promise.resolve();
  if (workspace.environment.target === "aws")
    throw new OperatorError({
      code: "ERR_NOT_LOCAL",
      message: `Functions are debugged on this machine only, and environment "${workspace.environment.name}" is on AWS.`,
      hints: ["stackyard up"],
    });
  const control = await controlOf(requireServer(stateFolder()));
  const { account, region } = target;
  const begun: Pick<InspectionRequest, "account" | "region" | "functionName">[] = [];
  const end = async (): Promise<void> => {
    for (const each of begun) await control.endInspection(each);
  };
  try {
    let nextPort = FIRST_PORT;
    for (const { name, port = nextPort, isBreaking } of wishes) {
      const found = await findOne(workspace, target, name);
      const source = codeOf(workspace, found.unit, found.logicalId);
      const one = { account, region, functionName: found.functionName };
      const sourceDirectory = source?.directory;
      const inspection = await control.inspectFunction({ ...one, port, isBreaking, sourceDirectory });
      begun.push(one);
      nextPort = inspection.port + 1;
      const label = `${found.unit}/${found.logicalId}`;
      const attach = attachConfiguration(label, inspection, source);
      if (mode === "json") printJson({ type: "inspecting", ...found, ...inspection, isBreaking, attach });
      else {
        const waits = isBreaking ? ", for which its code waits" : "";
        print(`${pc.bold(label)}  debugger at 127.0.0.1:${inspection.port}${waits}`);
        note(pc.dim(`.vscode/launch.json: ${JSON.stringify(attach)}`));
      }
    }
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

async function findOne(
  workspace: Workspace,
  target: Target,
  name: string,
): Promise<Awaited<ReturnType<typeof findFunctions>>[number]> {
  const [found, ...others] = await findFunctions(workspace, target, name);
  if (found !== undefined && others.length === 0) return found;
  throw new OperatorError({
    code: "ERR_NO_FUNCTION",
    message: `"${name}" means more than one function.`,
    hints: [found, ...others].map((each) => `stackyard inspect ${each?.unit ?? ""}/${each?.logicalId ?? ""}`),
  });
}

type FolderSource = Extract<CodeUse["source"], { readonly kind: "bundle" | "folder" }>;

/** The folder that a function's code is made of, where it is one. */
function codeOf({ system }: Workspace, unitName: string, logicalId: string): FolderSource | undefined {
  const unit = system.units.find(({ name }) => name === unitName);
  const use = unit === undefined ? undefined : findCode(unit).uses.find((each) => each.logicalId === logicalId);
  return use?.source.kind === "bundle" || use?.source.kind === "folder" ? use.source : undefined;
}

/** What VS Code takes. Bundled code leads to its sources by its maps; what is not bundled by the folder that it comes from. */
function attachConfiguration(
  name: string,
  { port, runtime, codeDirectory: remoteRoot }: Inspection,
  source: FolderSource | undefined,
): object {
  const localRoot = source?.directory ?? "${workspaceFolder}";
  if (runtime.startsWith("python"))
    return {
      name,
      type: "debugpy",
      request: "attach",
      connect: { host: "127.0.0.1", port },
      pathMappings: [{ localRoot, remoteRoot }],
    };
  const base = { name, type: "node", request: "attach", port, restart: true, skipFiles: ["<node_internals>/**"] };
  return source?.kind === "bundle"
    ? { ...base, resolveSourceMapLocations: ["**", "!**/node_modules/**"] }
    : { ...base, localRoot, remoteRoot };
}
