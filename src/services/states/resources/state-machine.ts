// AWS::StepFunctions::StateMachine.

import type { LoggingConfiguration } from "@aws-sdk/client-sfn";
import type { AwsApis } from "../../../service/apis.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { machineArn } from "../arns.ts";
import { definitionOf, substitute } from "./definition.ts";
import {
  alreadyExists,
  changeTags,
  encryptionOf,
  generatedName,
  ifThere,
  INITIAL_REVISION,
  isOurs,
  liveTags,
  LOOK_AGAIN_MS,
  nodeOf,
  textOf,
  wantedTags,
} from "./properties.ts";

const EXECUTED = "is executed";

/** A state machine. Ref is its ARN. */
export const stateMachineType: ResourceType = {
  typeName: "AWS::StepFunctions::StateMachine",
  properties: [
    "Definition",
    "DefinitionS3Location",
    "DefinitionString",
    "DefinitionSubstitutions",
    "EncryptionConfiguration",
    "LoggingConfiguration",
    "RoleArn",
    "StateMachineName",
    "StateMachineType",
    "Tags",
    "TracingConfiguration",
  ],
  keptNotEnforced: {
    Definition: EXECUTED,
    DefinitionS3Location: EXECUTED,
    DefinitionString: EXECUTED,
    LoggingConfiguration: "logs executions, which are not there yet",
    TracingConfiguration: "sends traces of executions to X-Ray",
    RoleArn: "is what executions may do",
    StateMachineType: "decides how executions run",
  },
  notSupported: ["EncryptionConfiguration.KmsKeyId"],

  async create(properties, context) {
    const name = textOf(properties, "StateMachineName") ?? generatedName(context);
    const arn = machineArn(context, name);
    const definition = await definitionOf(properties, context.aws);
    const present = await ifThere(() => context.aws.sfn.describeStateMachine({ stateMachineArn: arn }));
    if (present !== undefined && !(await isOurs(arn, context))) throw alreadyExists("State Machine", arn);
    if (present === undefined)
      await context.aws.sfn.createStateMachine({
        name,
        definition,
        type: textOf(properties, "StateMachineType") === "EXPRESS" ? "EXPRESS" : "STANDARD",
        ...settingsOf(properties),
        tags: wantedTags(properties, context),
      });
    return describe(arn, context);
  },

  async read(physicalId, context, known = {}) {
    const machine = await ifThere(() => context.aws.sfn.describeStateMachine({ stateMachineArn: physicalId }));
    if (machine === undefined || machine.status === "DELETING") return undefined;
    const { name, type, roleArn, definition, loggingConfiguration, tracingConfiguration } = machine;
    const tags = await liveTags(physicalId, context);
    return {
      StateMachineName: name,
      StateMachineType: type,
      RoleArn: roleArn,
      DefinitionString: definitionAsWritten(definition, known),
      LoggingConfiguration: showLogging(loggingConfiguration),
      TracingConfiguration: { Enabled: tracingConfiguration?.enabled ?? false },
      EncryptionConfiguration: { Type: machine.encryptionConfiguration?.type },
      ...(tags.length === 0 ? {} : { Tags: tags }),
    };
  },

  async list({ aws }) {
    return (await everyMachineArn(aws)).map((Arn) => ({ Arn }));
  },

  async update(physicalId, properties, previous, context) {
    await context.aws.sfn.updateStateMachine({
      stateMachineArn: physicalId,
      definition: await definitionOf(properties, context.aws),
      ...settingsOf(properties),
    });
    await changeTags(physicalId, properties, previous, context);
    return describe(physicalId, context);
  },

  async delete(physicalId, _properties, { aws, wait }) {
    await aws.sfn.deleteStateMachine({ stateMachineArn: physicalId });
    const isThere = () => ifThere(() => aws.sfn.describeStateMachine({ stateMachineArn: physicalId }));
    while ((await isThere()) !== undefined) await wait(LOOK_AGAIN_MS);
  },
};

/** The ARNs of all state machines of the account in the Region. */
export async function everyMachineArn(aws: AwsApis): Promise<string[]> {
  const machines = await everyPage(async (nextToken: string | undefined) => {
    const answer = await aws.sfn.listStateMachines({ nextToken });
    return { items: answer.stateMachines, next: answer.nextToken };
  });
  return machines.map(({ stateMachineArn }) => stateMachineArn);
}

/** AWS: the attributes; a machine that was never updated has the revision "INITIAL". */
async function describe(arn: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { name, revisionId = INITIAL_REVISION } = await aws.sfn.describeStateMachine({ stateMachineArn: arn });
  return { physicalId: arn, attributes: { Arn: arn, Name: name, StateMachineRevisionId: revisionId } };
}

/** What both a creation and an update give: what the template has not is as if it had never been. */
function settingsOf(properties: Properties) {
  return {
    roleArn: textOf(properties, "RoleArn") ?? "",
    loggingConfiguration: loggingOf(nodeOf(properties, "LoggingConfiguration")),
    tracingConfiguration: { enabled: String(nodeOf(properties, "TracingConfiguration")?.["Enabled"]) === "true" },
    ...encryptionOf(properties),
  };
}

interface Destination {
  readonly CloudWatchLogsLogGroup?: { readonly LogGroupArn?: string };
}

function loggingOf(logging: Properties = {}): LoggingConfiguration {
  const destinations = logging["Destinations"] as readonly Destination[] | undefined;
  return {
    level: (textOf(logging, "Level") ?? "OFF") as LoggingConfiguration["level"],
    includeExecutionData: textOf(logging, "IncludeExecutionData") === "true",
    ...(destinations === undefined
      ? {}
      : {
          destinations: destinations.map(({ CloudWatchLogsLogGroup: group }) =>
            group === undefined ? {} : { cloudWatchLogsLogGroup: { logGroupArn: group.LogGroupArn } },
          ),
        }),
  };
}

function showLogging({ level, includeExecutionData, destinations }: LoggingConfiguration = {}): Properties {
  return {
    Level: level,
    IncludeExecutionData: includeExecutionData,
    ...(destinations === undefined
      ? {}
      : {
          Destinations: destinations.map(({ cloudWatchLogsLogGroup: group }) => ({
            CloudWatchLogsLogGroup: { LogGroupArn: group?.logGroupArn },
          })),
        }),
  };
}

/** The template's own text, substitutions and all, where it still means what is there. */
function definitionAsWritten(live: string, known: Properties): string {
  const written = textOf(known, "DefinitionString");
  const isSame = written !== undefined && substitute(written, nodeOf(known, "DefinitionSubstitutions") ?? {}) === live;
  return isSame ? written : live;
}
