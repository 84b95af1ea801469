// How each documented error of EventBridge Pipes is provoked.

import { loadPipe, savePipe } from "../../../src/services/pipes/repo.ts";
import type { PipeRecord } from "../../../src/services/pipes/records.ts";
import { groundsFor } from "./grounds.ts";
import { sweepOf, unprovokable, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  /** What every pipe is made of but its name. */
  readonly settings: { readonly Source: string; readonly Target: string; readonly RoleArn: string };
  readonly pipeName: string;
  readonly pipeArn: string;
  /** The name of a pipe that is in this state and stays there. */
  pipeIn(state: PipeRecord["currentState"]): Promise<string>;
}

async function prepare({ aws, account, name, yard }: Grounds): Promise<Made> {
  const queueArn = `arn:aws:sqs:${account.region}:${account.account}:nobody`;
  // The role is not there: its pipes fail in the background, which changes nothing of what is asked here.
  const RoleArn = `arn:aws:iam::${account.account}:role/nobody`;
  const settings = { Source: queueArn, Target: `${queueArn}-either`, RoleArn };
  const pipe = async (): Promise<{ readonly pipeName: string; readonly pipeArn: string }> => {
    const pipeName = name();
    const { Arn: pipeArn = "" } = await aws.pipes.createPipe({ ...settings, Name: pipeName });
    await yard.yard.context.jobs.settled();
    return { pipeName, pipeArn };
  };
  return {
    settings,
    ...(await pipe()),
    async pipeIn(currentState) {
      const { pipeName } = await pipe();
      yard.yard.context.store.write((tx) => {
        const record = loadPipe(tx, account, pipeName);
        if (record === undefined) throw new Error("The pipe is not there.");
        savePipe(tx, account, { ...record, currentState });
      });
      return pipeName;
    },
  };
}

const BY_ARN = {
  NotFoundException: ({ pipeArn }, ask) => ask({ resourceArn: `${pipeArn}-nobody` }),
  ValidationException: (_, ask) => ask({ resourceArn: "nothing" }),
} satisfies ErrorTable<Made>["everywhere"];

/** The errors sweep of EventBridge Pipes. */
export const pipes = sweepOf<Made>({
  service: "pipes",
  prepare,
  inputs: {
    CreatePipe: ({ settings, name }) => ({ ...settings, Name: name() }),
    DeletePipe: ({ pipeName }) => ({ Name: pipeName }),
    DescribePipe: ({ pipeName }) => ({ Name: pipeName }),
    ListPipes: () => ({}),
    ListTagsForResource: ({ pipeArn }) => ({ resourceArn: pipeArn }),
    StartPipe: ({ pipeName }) => ({ Name: pipeName }),
    StopPipe: ({ pipeName }) => ({ Name: pipeName }),
    TagResource: ({ pipeArn }) => ({ resourceArn: pipeArn, tags: { key: "value" } }),
    UntagResource: ({ pipeArn }) => ({ resourceArn: pipeArn, tagKeys: ["key"] }),
    UpdatePipe: ({ pipeName, settings }) => ({ Name: pipeName, RoleArn: settings.RoleArn }),
  },
  everywhere: {
    ConflictException: async ({ pipeIn }, ask) => ask({ Name: await pipeIn("UPDATING") }),
    InternalException: unprovokable("It would be a bug of ours."),
    NotFoundException: (_, ask) => ask({ Name: "nobody" }),
    ThrottlingException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
    ValidationException: (_, ask) => ask({ Name: "not a name" }),
  },
  operations: {
    CreatePipe: {
      ConflictException: ({ pipeName }, ask) => ask({ Name: pipeName }),
      NotFoundException: unprovokable(
        "A source that is missing is found out afterwards: the pipe's state is CREATE_FAILED, and says why.",
      ),
      ServiceQuotaExceededException: async ({ yard, name }, ask) => {
        const full = await groundsFor(yard, "pipes");
        const { account, region } = full.account;
        const Name = name();
        const queueArn = `arn:aws:sqs:${region}:${account}:nobody`;
        const settings = { Source: queueArn, Target: queueArn, RoleArn: `arn:aws:iam::${account}:role/nobody` };
        await full.aws.pipes.createPipe({ ...settings, Name });
        // AWS: "Amazon EventBridge quotas", Pipes: 1,000 an account. The rest is written down: a thousand pipes would all start.
        yard.yard.context.store.write((tx) => {
          const first = loadPipe(tx, full.account, Name);
          if (first === undefined) throw new Error("The pipe is not there.");
          for (let made = 1; made < 1_000; made += 1) savePipe(tx, full.account, { ...first, name: name() });
        });
        return ask(settings, await full.user("pipes:*", "iam:PassRole"));
      },
    },
    DeletePipe: {
      ConflictException: unprovokable(
        "A pipe can go in every state here; the API reference names none in which it cannot.",
      ),
    },
    ListPipes: { ValidationException: (_, ask) => ask({ Limit: 101 }) },
    ListTagsForResource: BY_ARN,
    TagResource: BY_ARN,
    UntagResource: BY_ARN,
  },
});
