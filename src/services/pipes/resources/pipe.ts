// AWS::Pipes::Pipe.

import type { CreatePipeCommandInput, DescribePipeCommandOutput, UpdatePipeCommandInput } from "@aws-sdk/client-pipes";
import { isDeepStrictEqual } from "node:util";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { pipeArn } from "../names.ts";

const POLL_MS = 50;

/** A pipe. Ref is its name. */
export const pipeType: ResourceType = {
  typeName: "AWS::Pipes::Pipe",
  properties: [
    "Description",
    "DesiredState",
    "Enrichment",
    "EnrichmentParameters",
    "LogConfiguration",
    "Name",
    "RoleArn",
    "Source",
    "SourceParameters",
    "Tags",
    "Target",
    "TargetParameters",
  ],
  notSupported: [
    "SourceParameters.ActiveMQBrokerParameters",
    "SourceParameters.ManagedStreamingKafkaParameters",
    "SourceParameters.RabbitMQBrokerParameters",
    "SourceParameters.SelfManagedKafkaParameters",
    "TargetParameters.BatchJobParameters",
    "TargetParameters.EcsTaskParameters",
    "TargetParameters.EventBridgeEventBusParameters.EndpointId",
    "TargetParameters.RedshiftDataParameters",
    "TargetParameters.SageMakerPipelineParameters",
    "TargetParameters.StepFunctionStateMachineParameters",
    "TargetParameters.TimestreamParameters",
  ],

  async create(properties, context) {
    const Name = textOf(properties["Name"]) ?? context.generateName({ maxLength: 64 });
    try {
      await context.aws.pipes.createPipe({
        ...inputOf(properties),
        Name,
        Source: textOf(properties["Source"]),
        Tags: { ...context.tags, ...tagsOf(properties) },
      } satisfies CreatePipeCommandInput);
    } catch (error) {
      // An interrupted run of this step made it; a pipe of another's stays theirs.
      if (!isAwsError(error, "ConflictException") || !(await isOurs(Name, context))) throw error;
    }
    context.identify(Name);
    return settled(Name, context);
  },

  async read(physicalId, context) {
    const pipe = await describe(physicalId, context);
    if (pipe === undefined || pipe.CurrentState === "DELETING") return undefined;
    const tags = Object.entries(pipe.Tags ?? {}).filter(([key]) => !key.startsWith("aws:"));
    return plain({
      Name: pipe.Name,
      Description: pipe.Description,
      DesiredState: pipe.DesiredState,
      Enrichment: pipe.Enrichment,
      EnrichmentParameters: filled(pipe.EnrichmentParameters),
      LogConfiguration: filled(pipe.LogConfiguration),
      RoleArn: pipe.RoleArn,
      Source: pipe.Source,
      SourceParameters: filled(pipe.SourceParameters),
      Tags: tags.length === 0 ? undefined : Object.fromEntries(tags),
      Target: pipe.Target,
      TargetParameters: filled(pipe.TargetParameters),
    });
  },

  async list({ aws }) {
    const pipes = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.pipes.listPipes({ NextToken });
      return { items: answer.Pipes, next: answer.NextToken };
    });
    return pipes.map(({ Name = "" }) => ({ Name }));
  },

  async update(physicalId, properties, previous, context) {
    const reset = {
      Description: "",
      Enrichment: "",
      DesiredState: "RUNNING",
      EnrichmentParameters: {},
      LogConfiguration: { Level: "OFF" },
      TargetParameters: {},
    };
    const gone = Object.entries(reset).filter(
      ([name]) => previous[name] !== undefined && properties[name] === undefined,
    );
    const input: UpdatePipeCommandInput = {
      ...Object.fromEntries(gone),
      ...inputOf(properties),
      Name: physicalId,
    };
    // A repetition of this step changes nothing, LastModifiedTime neither.
    if (!(await isAlready(input, context))) await context.aws.pipes.updatePipe(input);
    const resourceArn = pipeArn(context, physicalId);
    const tags = { ...context.tags, ...tagsOf(properties) };
    const tagKeys = Object.keys(tagsOf(previous)).filter((key) => !(key in tags));
    if (tagKeys.length > 0) await context.aws.pipes.untagResource({ resourceArn, tagKeys });
    if (Object.keys(tags).length > 0) await context.aws.pipes.tagResource({ resourceArn, tags });
    return settled(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    try {
      await context.aws.pipes.deletePipe({ Name: physicalId });
    } catch (error) {
      if (isAwsError(error, "NotFoundException")) return;
      throw error;
    }
    while ((await describe(physicalId, context)) !== undefined) await context.wait(POLL_MS);
  },
};

type Shared = Omit<UpdatePipeCommandInput, "Name" | "SourceParameters"> &
  Pick<CreatePipeCommandInput, "SourceParameters">;

/** The properties that creating and updating share: the template's names are the API's. */
function inputOf(properties: Properties): Shared & { Target: string } {
  const {
    Description,
    DesiredState,
    Enrichment,
    EnrichmentParameters,
    LogConfiguration,
    SourceParameters,
    TargetParameters,
  } = properties as Partial<Shared>;
  return {
    Description,
    DesiredState,
    Enrichment,
    EnrichmentParameters,
    LogConfiguration,
    SourceParameters: numbered(SourceParameters),
    TargetParameters,
    RoleArn: String(properties["RoleArn"]),
    Target: String(properties["Target"]),
  };
}

/** A template may give numbers as text, and has times as text. */
function numbered(parameters: CreatePipeCommandInput["SourceParameters"]): CreatePipeCommandInput["SourceParameters"] {
  if (parameters === undefined) return undefined;
  const convert = (name: string, value: unknown): unknown => {
    if (name === "StartingPositionTimestamp") return new Date(String(value));
    if (/^(?:BatchSize|Maximum.*|ParallelizationFactor)$/.test(name)) return Number(value);
    return value;
  };
  return Object.fromEntries(
    Object.entries(parameters).map(([kind, given]: [string, object]) => [
      kind,
      kind === "FilterCriteria"
        ? given
        : Object.fromEntries(Object.entries(given).map(([name, value]) => [name, convert(name, value)])),
    ]),
  );
}

/** True if the pipe is as this update wants it. */
async function isAlready(input: UpdatePipeCommandInput, context: ResourceContext): Promise<boolean> {
  const pipe: Readonly<Record<string, unknown>> = { ...(await describe(input.Name ?? "", context)) };
  return Object.entries(plain({ ...input })).every(([name, value]) => {
    const present = pipe[name] === undefined ? undefined : plain({ value: pipe[name] })["value"];
    return isDeepStrictEqual(present ?? (name === "Description" || name === "Enrichment" ? "" : {}), value);
  });
}

async function settled(Name: string, context: ResourceContext): Promise<ResourceState> {
  for (;;) {
    const pipe = await context.aws.pipes.describePipe({ Name });
    const { CurrentState: state = "", StateReason: reason } = pipe;
    if (state.endsWith("FAILED"))
      throw new AwsError({
        code: "GeneralServiceException",
        message: `Pipe ${Name} is in the state ${state}: ${reason ?? "no reason is known"}`,
      });
    if (state === "RUNNING" || state === "STOPPED") return stateOf(Name, pipe, context);
    await context.wait(POLL_MS);
  }
}

function stateOf(
  name: string,
  pipe: Pick<DescribePipeCommandOutput, "CreationTime" | "CurrentState" | "LastModifiedTime" | "StateReason">,
  context: ResourceContext,
): ResourceState {
  return {
    physicalId: name,
    attributes: {
      Arn: pipeArn(context, name),
      CreationTime: pipe.CreationTime?.toISOString(),
      CurrentState: pipe.CurrentState,
      LastModifiedTime: pipe.LastModifiedTime?.toISOString(),
      StateReason: pipe.StateReason ?? "",
    },
  };
}

async function describe(Name: string, { aws }: ResourceContext) {
  try {
    return await aws.pipes.describePipe({ Name });
  } catch (error) {
    if (isAwsError(error, "NotFoundException")) return undefined;
    throw error;
  }
}

async function isOurs(name: string, context: ResourceContext): Promise<boolean> {
  const tags = (await describe(name, context))?.Tags ?? {};
  return (
    tags["aws:cloudformation:stack-id"] === context.stackId &&
    tags["aws:cloudformation:logical-id"] === context.logicalId
  );
}

function isAwsError(error: unknown, code: string): boolean {
  return error instanceof AwsError && error.code === code;
}

function tagsOf(properties: Properties): Record<string, string> {
  return { ...(properties["Tags"] as Record<string, string> | undefined) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Undefined for what has no members. */
function filled(value: object | undefined): object | undefined {
  return value === undefined || Object.keys(value).length === 0 ? undefined : value;
}

/** Plain JSON, without what is undefined. */
function plain(properties: Readonly<Record<string, unknown>>): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}
