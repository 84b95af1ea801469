// AWS::CodeDeploy::Application.

import type { ComputePlatform } from "@aws-sdk/client-codedeploy";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { applicationArn } from "../names.ts";
import { allTags, ifThere, isOwn, liveTags, updateTags } from "./wire.ts";

/** An application. Ref is its name. */
export const applicationType: ResourceType = {
  typeName: "AWS::CodeDeploy::Application",
  properties: ["ApplicationName", "ComputePlatform", "Tags"],

  async create(properties, context) {
    const given = properties["ApplicationName"];
    const applicationName = typeof given === "string" ? given : context.generateName({ maxLength: 100 });
    try {
      await context.aws.codeDeploy.createApplication({
        applicationName,
        computePlatform: properties["ComputePlatform"] as ComputePlatform | undefined,
        tags: allTags(properties, context),
      });
    } catch (error) {
      const isThere = error instanceof AwsError && error.code === "ApplicationAlreadyExistsException";
      if (!isThere || !(await isOwn(applicationArn(context, applicationName), context))) throw error;
    }
    return { physicalId: applicationName, attributes: {} };
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.codeDeploy.getApplication({ applicationName: physicalId }));
    if (found === undefined) return undefined;
    const tags = await liveTags(applicationArn(context, physicalId), context);
    return { ApplicationName: physicalId, ComputePlatform: found.application?.computePlatform, ...tags };
  },

  async list({ aws }) {
    const names = await everyPage(async (nextToken: string | undefined) => {
      const answer = await aws.codeDeploy.listApplications({ nextToken });
      return { items: answer.applications, next: answer.nextToken };
    });
    return names.map((ApplicationName) => ({ ApplicationName }));
  },

  async update(physicalId, properties, previous, context) {
    await updateTags(applicationArn(context, physicalId), properties, previous, context);
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, context) {
    await context.aws.codeDeploy.deleteApplication({ applicationName: physicalId });
  },
};
