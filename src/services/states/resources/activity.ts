// AWS::StepFunctions::Activity.

import { everyPage } from "../../../service/pages.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { activityArn } from "../arns.ts";
import {
  alreadyExists,
  changeTags,
  encryptionOf,
  generatedName,
  ifThere,
  isOurs,
  liveTags,
  textOf,
  wantedTags,
} from "./properties.ts";

/** An activity. Ref is its ARN. */
export const activityType: ResourceType = {
  typeName: "AWS::StepFunctions::Activity",
  properties: ["EncryptionConfiguration", "Name", "Tags"],
  keptNotEnforced: { Name: "gives tasks of executions to workers, which are not there yet" },
  notSupported: ["EncryptionConfiguration.KmsKeyId"],

  async create(properties, context) {
    const name = textOf(properties, "Name") ?? generatedName(context);
    const arn = activityArn(context, name);
    const present = await ifThere(() => context.aws.sfn.describeActivity({ activityArn: arn }));
    if (present !== undefined && !(await isOurs(arn, context))) throw alreadyExists("Activity", arn);
    if (present === undefined)
      await context.aws.sfn.createActivity({
        name,
        ...encryptionOf(properties),
        tags: wantedTags(properties, context),
      });
    return state(arn, name);
  },

  async read(physicalId, context) {
    const activity = await ifThere(() => context.aws.sfn.describeActivity({ activityArn: physicalId }));
    if (activity === undefined) return undefined;
    const tags = await liveTags(physicalId, context);
    return {
      Name: activity.name,
      EncryptionConfiguration: { Type: activity.encryptionConfiguration?.type },
      ...(tags.length === 0 ? {} : { Tags: tags }),
    };
  },

  async list({ aws }) {
    const activities = await everyPage(async (nextToken: string | undefined) => {
      const answer = await aws.sfn.listActivities({ nextToken });
      return { items: answer.activities, next: answer.nextToken };
    });
    return activities.map(({ activityArn }) => ({ Arn: activityArn }));
  },

  async update(physicalId, properties, previous, context) {
    await changeTags(physicalId, properties, previous, context);
    return state(physicalId, physicalId.slice(physicalId.lastIndexOf(":") + 1));
  },

  async delete(physicalId, _properties, { aws }) {
    await aws.sfn.deleteActivity({ activityArn: physicalId });
  },
};

const state = (arn: string, name: string) => ({ physicalId: arn, attributes: { Arn: arn, Name: name } });
