// TestFunction: runs a function on an event that the caller gives.

import type { TestFunctionCommandInput, TestFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidArgument } from "../errors.ts";
import { functionShape, requireFunction, requireStage } from "../functions/functions.ts";
import { runFunction } from "../functions/run.ts";
import { requireVersion } from "../ids.ts";

export const testFunction = defineOperation<Input<TestFunctionCommandInput>, TestFunctionCommandOutput>(
  "TestFunction",
  async ({ Name, IfMatch, Stage, EventObject }, context) => {
    const { store, account } = context;
    const stage = Stage === "LIVE" ? "LIVE" : "DEVELOPMENT";
    const { record, shown } = store.read((tx) => {
      const found = requireFunction(tx, account, Name);
      return { record: requireStage(found, Stage), shown: functionShape(tx, account, found, stage) };
    });
    requireVersion(record.etag, IfMatch);
    const event = Buffer.from(EventObject).toString("utf8");
    if (!isObject(event)) throw invalidArgument("The parameter EventObject is invalid.");
    const { output, error, logs, tookMs } = await runFunction(
      context,
      { scope: context, name: Name, stage, record },
      event,
    );
    return {
      TestResult: {
        FunctionSummary: shown,
        // AWS: the part of the time that it may take, in percent: here of real time, against ten of the milliseconds that AWS gives.
        ComputeUtilization: String(Math.min(100, Math.round(tookMs * 10))),
        FunctionExecutionLogs: [...logs],
        FunctionErrorMessage: error ?? "",
        FunctionOutput: output ?? "",
      },
    };
  },
);

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
