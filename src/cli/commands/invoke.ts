// `stackyard invoke FUNCTION`: calls a function once. Its answer goes to standard output, its log to standard error.

import { readFileSync } from "node:fs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientConfig } from "../../delivery/cloud/target.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { targetOf } from "../connection.ts";
import { Exit, EXIT } from "../exit-codes.ts";
import { findFunctions } from "../functions.ts";
import { note, pc, print, printJson } from "../terminal.ts";
import { openKnownWorkspace } from "../workspace.ts";
import type { CommonOptions } from "../workspace.ts";

/** Runs the command. A payload that starts with "@" names a file; "-" reads standard input. */
export async function runInvoke(name: string, options: CommonOptions & { readonly payload?: string }): Promise<void> {
  const payload = readPayload(options.payload ?? "{}");
  const workspace = await openKnownWorkspace(undefined, options);
  const target = await targetOf(workspace.system, workspace.environment);
  const [found, ...others] = await findFunctions(workspace, target, name);
  if (found === undefined || others.length > 0) {
    throw new OperatorError({
      code: "ERR_NO_FUNCTION",
      message: `"${name}" means more than one function.`,
      hints: [found, ...others].map((each) => `stackyard invoke ${each?.unit ?? ""}/${each?.logicalId ?? ""}`),
    });
  }
  const client = new LambdaClient(clientConfig(target));
  const answer = await client.send(
    new InvokeCommand({ FunctionName: found.functionName, Payload: Buffer.from(payload), LogType: "Tail" }),
  );
  client.destroy();
  const text = Buffer.from(answer.Payload ?? []).toString("utf8");
  const log = Buffer.from(answer.LogResult ?? "", "base64").toString("utf8");
  if (options.json === true) {
    printJson({
      functionName: found.functionName,
      statusCode: answer.StatusCode,
      error: answer.FunctionError,
      payload: text,
      log,
    });
  } else {
    if (log !== "") note(pc.dim(log.trimEnd()));
    print(text);
  }
  if (answer.FunctionError !== undefined) throw new Exit(EXIT.failed.code);
}

function readPayload(given: string): string {
  const text =
    given === "-" ? readFileSync(0, "utf8") : given.startsWith("@") ? readFileSync(given.slice(1), "utf8") : given;
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new OperatorError({
      code: "ERR_PAYLOAD",
      message: "The payload is not JSON.",
      hints: [
        `stackyard invoke FUNCTION --payload '{"name": "value"}'`,
        "stackyard invoke FUNCTION --payload @event.json",
      ],
      cause: error,
    });
  }
}
