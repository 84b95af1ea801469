// PropagateTags: a resource's tags on everything that is made of it.

import { isRecord } from "../template/values.ts";
import { tagList } from "./draft.ts";
import type { Draft, Values } from "./draft.ts";

/** Types whose tags SAM sets: as a list, or as a map. */
const TAGGED: ReadonlyMap<unknown, "list" | "map"> = new Map([
  ["AWS::ApiGateway::ApiKey", "list"],
  ["AWS::ApiGateway::DomainName", "list"],
  ["AWS::ApiGateway::DomainNameAccessAssociation", "list"],
  ["AWS::ApiGateway::DomainNameV2", "list"],
  ["AWS::ApiGateway::RestApi", "list"],
  ["AWS::ApiGateway::Stage", "list"],
  ["AWS::ApiGateway::UsagePlan", "list"],
  ["AWS::ApiGatewayV2::Api", "map"],
  ["AWS::ApiGatewayV2::DomainName", "map"],
  ["AWS::ApiGatewayV2::Stage", "map"],
  ["AWS::CodeDeploy::Application", "list"],
  ["AWS::CodeDeploy::DeploymentGroup", "list"],
  ["AWS::IAM::Role", "list"],
  ["AWS::IoT::TopicRule", "list"],
  ["AWS::Lambda::Function", "list"],
  ["AWS::SNS::Topic", "list"],
  ["AWS::SQS::Queue", "list"],
  ["AWS::StepFunctions::StateMachine", "list"],
]);

/** The tags to set, where a resource asks for it. */
export function propagatedTags({ PropagateTags: isAsked, Tags: tags }: Values): Values | undefined {
  const hasTags = isRecord(tags) && Object.keys(tags).length > 0;
  return hasTags && isAsked !== undefined && isAsked !== false ? tags : undefined;
}

/** The tags that go on to an implicit API. AWS: a resource's own ones or those of Globals, never both. */
export function tagsForImplicitApi(globals: unknown, typeName: string, source: Values): Values | undefined {
  const section = isRecord(globals) ? globals[typeName.slice(typeName.lastIndexOf(":") + 1)] : undefined;
  const defaults = isRecord(section) ? section : {};
  const own = isRecord(source["Properties"]) ? source["Properties"] : {};
  const PropagateTags = own["PropagateTags"] === true || defaults["PropagateTags"] === true;
  const { Tags: tags } = own;
  const hasOwn = isRecord(tags) && Object.keys(tags).length > 0;
  return propagatedTags({ PropagateTags, Tags: hasOwn ? tags : defaults["Tags"] });
}

/** Sets the tags on all of the resources that can have some. AWS: they replace what the resources had, SAM's own tag with it. */
export function propagateTags(draft: Draft, logicalIds: Iterable<string>, tags: Values | undefined): void {
  if (tags === undefined) return;
  for (const logicalId of logicalIds) {
    const resource = draft.resources.get(logicalId);
    if (!isRecord(resource)) continue;
    const form = TAGGED.get(resource["Type"]);
    if (form === undefined) continue;
    const { Properties: properties } = resource;
    const Tags = form === "map" ? tags : tagList(undefined, tags);
    draft.resources.set(logicalId, { ...resource, Properties: { ...(isRecord(properties) ? properties : {}), Tags } });
  }
}
