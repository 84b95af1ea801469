// `stackyard env`: what a shell needs so that any AWS tool talks to an environment of the embedded cloud.

import { OperatorError } from "../../kernel/errors.ts";
import { connectionOf, requireServer, stateFolder } from "../connection.ts";
import { print, printJson } from "../terminal.ts";
import { openKnownWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

// What is meant where there is no system: an account of its own.
const NO_SYSTEM = {
  system: { name: "" },
  environment: { name: "default", target: "local", account: "default" },
} as const;

/** Runs the command: `export` lines for `eval`, or one object of JSON. */
export async function runEnv(directory: string | undefined, options: CommonOptions): Promise<void> {
  const server = requireServer(stateFolder());
  const { resolveLocalTarget } = await import("../../delivery/cloud/resolve-local-target.ts");
  const workspace = await openKnownWorkspace(directory, options).catch((error: unknown) => {
    const isAbsent = error instanceof OperatorError && error.code === "ERR_NO_SYSTEM";
    if (isAbsent && directory === undefined && options.env === undefined) return undefined;
    throw error;
  });
  if (workspace?.environment.target === "aws") {
    throw new OperatorError({
      code: "ERR_NOT_LOCAL",
      message: `Environment "${workspace.environment.name}" is on AWS; Stackyard has no credentials for it.`,
      hints: ["aws configure"],
    });
  }
  const { system, environment } = workspace ?? NO_SYSTEM;
  const { region, endpoint, credentials } = await resolveLocalTarget(system, environment, connectionOf(server));
  const variables = {
    AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
  };
  if (options.json === true) {
    printJson(variables);
    return;
  }
  for (const [variable, value] of Object.entries(variables)) print(`export ${variable}=${value}`);
  // A token or profile left over from another account would be sent along, and fail.
  print("unset AWS_SESSION_TOKEN AWS_PROFILE");
}
