// AWS::Serverless::Application: a nested stack of a template that lies in S3.

import { isRecord } from "../template/values.ts";
import { passedOn, pick, SamError, tagList } from "./draft.ts";
import type { Draft, SamResource, SamType } from "./draft.ts";
import { integer, listOf, map, required, text, textOrMap } from "./property-rules.ts";

export const applicationType: SamType = {
  typeName: "AWS::Serverless::Application",
  properties: {
    Location: required(textOrMap),
    TemplateUrl: text,
    Parameters: map,
    NotificationARNs: listOf(textOrMap),
    Tags: map,
    TimeoutInMinutes: integer,
  },
  expand({ logicalId, source, properties }: SamResource, draft: Draft): void {
    const { Location: location } = properties;
    const written = isRecord(source["Properties"]) ? source["Properties"] : source;
    if (location === undefined) throw new SamError("Missing required property 'Location'.", written);
    if (typeof location !== "string")
      throw new SamError(
        "Applications of the Serverless Application Repository are not supported by this cloud yet: give the URL of a template.",
        written,
        "Location",
      );
    const attributes = { ...passedOn(source), ...pick(source, ["DependsOn"]) };
    draft.add(logicalId, "AWS::CloudFormation::Stack", attributes, {
      NotificationARNs: properties["NotificationARNs"],
      Parameters: properties["Parameters"],
      Tags: tagList("lambda:createdBy", properties["Tags"]),
      TemplateURL: location,
      TimeoutInMinutes: properties["TimeoutInMinutes"],
    });
  },
};
