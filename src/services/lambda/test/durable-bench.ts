// For tests of durable functions: functions with the official SDK of AWS (@aws/durable-execution-sdk-js), and a look at what
// became of their executions.

import { createRequire } from "node:module";
import { build } from "esbuild";
import {
  type Event,
  GetDurableExecutionCommand,
  type GetDurableExecutionCommandOutput,
  GetDurableExecutionHistoryCommand,
  InvokeCommand,
  type InvokeCommandInput,
} from "@aws-sdk/client-lambda";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { type LambdaBench, lambdaBench } from "./bench.ts";

export interface DurableBench extends LambdaBench {
  /** A durable function: `body` is an async arrow function of event and context. Gives the ARN of "$LATEST". */
  durable(name: string, body: string, settings?: DurableSettings): Promise<string>;
  /** Begins an execution and gives its ARN. */
  begin(functionName: string, event?: unknown, changes?: Partial<InvokeCommandInput>): Promise<string>;
  look(arn: string): Promise<GetDurableExecutionCommandOutput>;
  history(arn: string): Promise<readonly Event[]>;
}

export interface DurableSettings {
  readonly timeoutSeconds?: number;
  readonly retentionDays?: number;
  readonly actions?: readonly string[];
  readonly deadLetterArn?: string;
}

const require = createRequire(import.meta.url);
let bundled: Promise<string> | undefined;

/** The SDK in one file, without the clients, which functions find on AWS. */
export function durableSdk(): Promise<string> {
  bundled ??= build({
    entryPoints: [require.resolve("@aws/durable-execution-sdk-js")],
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["@aws-sdk/*"],
    write: false,
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? "");
  return bundled;
}

/** An account of its own in the yard. */
export async function durableBench(yard: TestYard): Promise<DurableBench> {
  const bench = await lambdaBench(yard);
  const { create, lambda, role } = bench;
  const sdk = await durableSdk();

  async function durable(name: string, body: string, settings: DurableSettings = {}): Promise<string> {
    const { timeoutSeconds = 900, retentionDays, actions = [], deadLetterArn } = settings;
    const source = `
      import { createRequire } from "node:module";
      const { withDurableExecution, StepSemantics } = createRequire(import.meta.url)("./sdk.cjs");
      export const handler = withDurableExecution(${body});`;
    const arn = await create(name, "", {
      Code: { ZipFile: zipOf({ "index.mjs": source, "sdk.cjs": sdk }) },
      Role: await role(`${name}-role`, [
        "lambda:CheckpointDurableExecution",
        "lambda:GetDurableExecutionState",
        ...actions,
      ]),
      DurableConfig: {
        ExecutionTimeout: timeoutSeconds,
        ...(retentionDays === undefined ? {} : { RetentionPeriodInDays: retentionDays }),
      },
      Timeout: 30,
      ...(deadLetterArn === undefined ? {} : { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    });
    return `${arn}:$LATEST`;
  }

  async function begin(
    FunctionName: string,
    event: unknown = {},
    changes: Partial<InvokeCommandInput> = {},
  ): Promise<string> {
    const { DurableExecutionArn } = await lambda.send(
      new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: JSON.stringify(event), ...changes }),
    );
    return DurableExecutionArn ?? "";
  }

  return {
    ...bench,
    durable,
    begin,
    look: (arn) => lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn: arn })),
    async history(arn) {
      const { Events = [] } = await lambda.send(new GetDurableExecutionHistoryCommand({ DurableExecutionArn: arn }));
      return Events;
    },
  };
}
