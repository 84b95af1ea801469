// AWS::Serverless::StateMachine: a state machine, its role, its published version with an alias, and what its events need.

import { isRecord } from "../template/values.ts";
import { definitionString } from "./state-machine-definition.ts";
import { passedOn, passedOnAll, pick, SamError, tagList, withoutUndefined } from "./draft.ts";
import type { Draft, SamResource, SamType, Values } from "./draft.ts";
import { expandStateMachineEvents, readStateMachineEvents } from "./events/events.ts";
import { assumableBy, managedPolicyArn, rolePolicies } from "./role-policies.ts";
import { s3Location } from "./s3-location.ts";
import { propagatedTags, tagsForImplicitApi } from "./propagated-tags.ts";
import { anything, flag, listOf, literal, map, mapOf, oneOf, text, textOrMap } from "./property-rules.ts";

export const stateMachineType: SamType = {
  typeName: "AWS::Serverless::StateMachine",
  properties: {
    Definition: map,
    DefinitionUri: textOrMap,
    Logging: map,
    Role: text,
    RolePath: anything,
    DefinitionSubstitutions: map,
    Events: mapOf(map),
    Name: text,
    Type: text,
    Tags: map,
    PropagateTags: flag,
    Policies: oneOf(text, listOf(textOrMap)),
    Tracing: map,
    PermissionsBoundary: text,
    AutoPublishAlias: anything,
    DeploymentPreference: anything,
    UseAliasAsEventTarget: literal(flag),
  },
  tagsOf: propagatedTags,
  expand,
};

function expand(resource: SamResource, draft: Draft): void {
  const { logicalId, source, properties } = resource;
  const events = readStateMachineEvents(logicalId, properties["Events"]);
  const Tags = tagList("stateMachine:createdBy", properties["Tags"]);
  const roleId = `${logicalId}Role`;
  if (properties["Role"] !== undefined && properties["Policies"] !== undefined)
    throw new SamError("Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them");
  const aliasId = addAlias(resource, draft);
  draft.add(logicalId, "AWS::StepFunctions::StateMachine", passedOnAll(source), {
    ...definitionOf(resource),
    LoggingConfiguration: properties["Logging"],
    RoleArn: properties["Role"] ?? { "Fn::GetAtt": [roleId, "Arn"] },
    StateMachineName: properties["Name"],
    StateMachineType: properties["Type"],
    Tags,
    TracingConfiguration: properties["Tracing"],
  });
  if (properties["Role"] === undefined)
    draft.add(roleId, "AWS::IAM::Role", passedOn(source), roleOf(roleId, properties, Tags));
  expandStateMachineEvents(
    events,
    {
      logicalId,
      attributes: passedOn(source),
      arn: { Ref: properties["UseAliasAsEventTarget"] === true ? aliasId : logicalId },
      permissionsBoundary: properties["PermissionsBoundary"],
      tags: tagsForImplicitApi(draft.body["Globals"], stateMachineType.typeName, source),
    },
    draft,
  );
}

function definitionOf({ source, properties }: SamResource): Values {
  const { Definition: definition, DefinitionUri: uri, DefinitionSubstitutions: given } = properties;
  const written = isRecord(source["Properties"]) ? source["Properties"] : source;
  if (definition !== undefined && uri !== undefined)
    throw new SamError("Specify either 'Definition' or 'DefinitionUri' property and not both.", written);
  if (isRecord(definition)) {
    const { text, substitutions } = definitionString(definition);
    const all = { ...(isRecord(given) ? given : {}), ...substitutions };
    return {
      DefinitionString: text,
      DefinitionSubstitutions: Object.keys(all).length === 0 ? undefined : all,
    };
  }
  if (uri === undefined)
    throw new SamError("Either 'Definition' or 'DefinitionUri' property must be specified.", written);
  const { S3Bucket: Bucket, S3Key: Key, S3ObjectVersion: Version } = s3Location("DefinitionUri", uri, written);
  return {
    DefinitionS3Location: withoutUndefined({ Bucket, Key, Version }),
    DefinitionSubstitutions: given,
  };
}

function roleOf(roleId: string, properties: Values, Tags: unknown): Values {
  const { Tracing: tracing } = properties;
  const { managed, inline } = rolePolicies(roleId, properties["Policies"]);
  const isTraced = isRecord(tracing) && tracing["Enabled"] === true;
  const arns = [...managed, ...(isTraced ? [managedPolicyArn("AWSXrayWriteOnlyAccess")] : [])];
  return {
    AssumeRolePolicyDocument: assumableBy("states.amazonaws.com"),
    ManagedPolicyArns: [...new Set(arns)],
    Policies: inline.length === 0 ? undefined : inline,
    Path: properties["RolePath"],
    ...pick(properties, ["PermissionsBoundary"]),
    Tags,
  };
}

/** A version of the state machine as it is, and the alias that moves to it. Returns the alias's logical id. */
function addAlias({ logicalId, source, properties }: SamResource, draft: Draft): string | undefined {
  const { AutoPublishAlias: alias, DeploymentPreference: preference } = properties;
  if (alias === undefined) {
    const needing = ["UseAliasAsEventTarget", "DeploymentPreference"].find(
      (name) => (properties[name] ?? false) !== false,
    );
    if (needing !== undefined)
      throw new SamError(`'${needing}' requires 'AutoPublishAlias' property to be specified.`, properties, needing);
    return undefined;
  }
  if (typeof alias !== "string")
    throw new SamError("Property 'AutoPublishAlias' should be a string.", properties, "AutoPublishAlias");
  const versionId = `${logicalId}Version`;
  const aliasId = `${logicalId}Alias${alias}`;
  // The version before stays, so that a deployment can go over to the new one step by step.
  const kept = { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain", ...passedOn(source) };
  draft.add(versionId, "AWS::StepFunctions::StateMachineVersion", kept, {
    StateMachineArn: { Ref: logicalId },
    StateMachineRevisionId: { "Fn::GetAtt": [logicalId, "StateMachineRevisionId"] },
  });
  draft.add(aliasId, "AWS::StepFunctions::StateMachineAlias", passedOn(source), {
    Name: alias,
    DeploymentPreference: {
      ...(isRecord(preference) ? preference : { Type: "ALL_AT_ONCE" }),
      StateMachineVersionArn: { Ref: versionId },
    },
  });
  return aliasId;
}
