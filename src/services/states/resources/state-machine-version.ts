// AWS::StepFunctions::StateMachineVersion.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { ifThere, INITIAL_REVISION, textOf } from "./properties.ts";
import { everyMachineArn } from "./state-machine.ts";

/** A version of a state machine; every change makes another one. Ref is its ARN. */
export const stateMachineVersionType: ResourceType = {
  typeName: "AWS::StepFunctions::StateMachineVersion",
  properties: ["Description", "StateMachineArn", "StateMachineRevisionId"],

  async create(properties, { aws }) {
    const { stateMachineVersionArn: arn } = await aws.sfn.publishStateMachineVersion({
      stateMachineArn: textOf(properties, "StateMachineArn") ?? "",
      revisionId: textOf(properties, "StateMachineRevisionId"),
      description: textOf(properties, "Description"),
    });
    return { physicalId: arn, attributes: { Arn: arn } };
  },

  async read(physicalId, { aws }) {
    const version = await ifThere(() => aws.sfn.describeStateMachine({ stateMachineArn: physicalId }));
    if (version === undefined) return undefined;
    return {
      StateMachineArn: physicalId.slice(0, physicalId.lastIndexOf(":")),
      StateMachineRevisionId: version.revisionId ?? INITIAL_REVISION,
      ...(version.description === undefined ? {} : { Description: version.description }),
    };
  },

  async list({ aws }) {
    const machines = await everyMachineArn(aws);
    const versions = await Promise.all(
      machines.map((stateMachineArn) =>
        everyPage(async (nextToken: string | undefined) => {
          const answer = await aws.sfn.listStateMachineVersions({ stateMachineArn, nextToken });
          return { items: answer.stateMachineVersions, next: answer.nextToken };
        }),
      ),
    );
    return versions.flat().map(({ stateMachineVersionArn }) => ({ Arn: stateMachineVersionArn }));
  },

  attributesOf: (physicalId) => ({ Arn: physicalId }),

  async delete(physicalId, _properties, { aws }) {
    await aws.sfn.deleteStateMachineVersion({ stateMachineVersionArn: physicalId });
  },
};
