// AWS::Serverless::Connector and the attribute Connectors of other resources: what one resource needs to reach another.

import { isRecord, memberOf } from "../../template/values.ts";
import { passedOnAll, SamError, withoutUndefined } from "../draft.ts";
import type { Draft, SamResource, Values } from "../draft.ts";
import { listOf, map, oneOf, required, requireValid, text } from "../property-rules.ts";
import type { PropertyRules } from "../property-rules.ts";
import { actionsOf } from "../policy-templates/notation.ts";
import { accessOf } from "./profile.ts";
import type { Access, Profile } from "./profile.ts";
import { PROFILES } from "./profiles.ts";
import { logicalIdIn, resourceReference } from "./resource-reference.ts";
import type { ResourceReference } from "./resource-reference.ts";
import { fillText, replacements } from "./replacements.ts";

/** The type's name in a template. */
export const CONNECTOR_TYPE = "AWS::Serverless::Connector";

const RULES: PropertyRules = {
  Source: required(oneOf(map)),
  Destination: required(oneOf(map, listOf(map))),
  Permissions: required(listOf(text)),
};

interface Connection {
  readonly connector: SamResource;
  readonly source: ResourceReference;
  readonly destination: ResourceReference;
  readonly permissions: readonly Access[];
  /** "Destination" and a number where the connector has a list of them. */
  readonly suffix: string;
}

/** The connectors that stand in the attribute Connectors of a resource. */
export function embeddedConnectors(sourceId: string, resource: Values): SamResource[] {
  const { Connectors: connectors } = resource;
  if (connectors === undefined) return [];
  if (!isRecord(connectors))
    throw new SamError(`Attribute '${sourceId}.Connectors' should be a map.`, resource, "Connectors");
  return Object.entries(connectors).map(([name, source]) => {
    const logicalId = `${sourceId}${name}`;
    if (!isRecord(source)) throw new SamError(`${sourceId}.${logicalId} should be a map.`, connectors, name, logicalId);
    const { Properties: written } = source;
    if (!isRecord(written))
      throw new SamError(`Attribute 'Connectors.${name}.Properties' should be a map.`, source, "Properties");
    const { SourceReference: reference = {}, ...properties } = written;
    if (!isRecord(reference))
      throw new SamError(`Property 'Connectors.${name}.Properties.SourceReference' should be a map.`, written);
    if (reference["Id"] !== undefined)
      throw new SamError("'Id' shouldn't be defined in 'SourceReference'.", reference, "Id", name);
    return { logicalId, source, properties: { ...properties, Source: { ...reference, Id: sourceId } } };
  });
}

/** Adds what a connector stands for. It comes when all that it can connect is there. */
export function expandConnector(connector: SamResource, draft: Draft): void {
  const { logicalId, properties } = connector;
  const { Source: source, Destination: destinations, Permissions: permissions } = properties;
  requireValid(properties, RULES, { typeName: CONNECTOR_TYPE, owner: properties });
  const all: unknown[] = [destinations].flat();
  if (all.length === 0) throw new SamError("'Destination' is an empty list", properties, "Destination");
  if (!isRecord(source)) return;
  const made = all.flatMap((destination, index) => {
    if (!isRecord(destination)) throw new SamError("Property 'Destination' should be a map.", properties);
    return connect(
      {
        connector,
        destination: resourceReference(destination, source, draft),
        source: resourceReference(source, destination, draft),
        // AWS: names of members count as permissions where a function stands for the list.
        permissions: (isRecord(permissions) ? Object.keys(permissions) : permissions) as Access[],
        suffix: Array.isArray(destinations) ? `Destination${index}` : "",
      },
      draft,
    );
  });
  dependOnInstead(logicalId, made, draft);
}

/** Makes the resources of one connection. Returns their logical ids. */
function connect(connection: Connection, draft: Draft): string[] {
  const { connector, source, destination, suffix } = connection;
  const profile = memberOf(memberOf(PROFILES, source.type) ?? {}, destination.type);
  if (profile === undefined)
    throw new SamError(
      `Unable to create connector from ${source.type} to ${destination.type}; it's not supported or the template is invalid.`,
    );
  checkPermissions(connection, profile);
  const known = replacements(source, destination);
  const attributes = { ...passedOnAll(connector.source), Metadata: metadataOf(connection, draft) };
  const add = (name: string, typeName: string, properties: Values): string[] => {
    const id = `${connector.logicalId}${name}${suffix}`;
    draft.add(id, typeName, attributes, properties);
    return [id];
  };

  if (profile.makes === "AWS::IAM::ManagedPolicy") {
    const { roleName } = profile.roleOf === "Source" ? source : destination;
    if (roleName === undefined) throw new SamError(`Unable to get IAM role name from '${profile.roleOf}' resource.`);
    const statements = [...profile.statements].flatMap(([access, own]) => {
      // What no permission asks for must be known all the same.
      const filled = own.map(({ actions, resources }) => ({
        Effect: "Allow",
        Action: [actionsOf(actions)].flat(),
        Resource: [resources].flat().map((text) => fillText(text, known)),
      }));
      return connection.permissions.includes(access) ? filled : [];
    });
    const made = add("Policy", profile.makes, { PolicyDocument: documentOf(statements), Roles: [roleName] });
    for (const id of waitingFor(profile.waiting, source, destination, draft)) dependOn(id, made, draft);
    return made;
  }
  if (profile.makes === "AWS::Lambda::Permission") {
    if (destination.arn === undefined)
      throw new SamError("Unable to get Lambda function ARN from 'Destination' resource.");
    return add("WriteLambdaPermission", profile.makes, {
      Action: "lambda:InvokeFunction",
      FunctionName: destination.arn,
      Principal: profile.service,
      SourceArn: fillText(profile.sourceArn, known),
      SourceAccount: profile.sourceAccount === undefined ? undefined : fillText(profile.sourceAccount, known),
    });
  }
  const document = documentOf([
    {
      Effect: "Allow",
      Principal: { Service: profile.service },
      Resource: fillText("%{Destination.Arn}", known),
      Action: profile.action,
      Condition: { ArnEquals: { "aws:SourceArn": fillText("%{Source.Arn}", known) } },
    },
  ]);
  if (profile.makes === "AWS::SNS::TopicPolicy")
    return add("TopicPolicy", profile.makes, { Topics: [destination.arn], PolicyDocument: document });
  if (destination.queueUrl === undefined)
    throw new SamError("Unable to get SQS queue URL from 'Destination' resource.");
  return add("QueuePolicy", profile.makes, { PolicyDocument: document, Queues: [destination.queueUrl] });
}

function checkPermissions({ permissions, source, destination }: Connection, profile: Profile): void {
  const valid = accessOf(profile);
  const names = valid.join(", ");
  if (permissions.length === 0) throw new SamError(`'Permissions' cannot be empty; valid values are: ${names}.`);
  const unsupported = `Unsupported 'Permissions' provided for connector from ${source.type} to ${destination.type}`;
  if (permissions.some((permission) => !valid.includes(permission)))
    throw new SamError(`${unsupported}; valid values are: ${names}.`);
  const together = profile.makes === "AWS::IAM::ManagedPolicy" ? profile.together : undefined;
  const asked = [...new Set(permissions)].sort().join(" + ");
  const combinations = together?.map((combination) => combination.join(" + "));
  if (combinations !== undefined && !combinations.includes(asked))
    throw new SamError(`${unsupported}; valid combinations are: ${combinations.join(", ")}.`);
}

function documentOf(statements: readonly Values[]): Values {
  return { Version: "2012-10-17", Statement: statements };
}

/** AWS: resources tell of the connector that made them, with the types as the template names them. */
function metadataOf({ connector, source, destination }: Connection, draft: Draft): Values {
  const { Metadata: written } = connector.source;
  const [Source, Destination] = [source, destination].map(({ logicalId, type }) => ({
    Type: draft.writtenType(logicalId) ?? type,
  }));
  return {
    ...(isRecord(written) ? written : {}),
    "aws:sam:connectors": { [connector.logicalId]: { Source, Destination } },
  };
}

function waitingFor(
  waiting: "source" | "event source mapping" | undefined,
  source: ResourceReference,
  destination: ResourceReference,
  draft: Draft,
): string[] {
  if (waiting === undefined || source.logicalId === undefined) return [];
  if (waiting === "source") return [source.logicalId];
  if (destination.logicalId === undefined) return [];
  const mappings = [...draft.resources].filter(([, resource]) => {
    if (!isRecord(resource) || resource["Type"] !== "AWS::Lambda::EventSourceMapping") return false;
    const properties = isRecord(resource["Properties"]) ? resource["Properties"] : {};
    return (
      logicalIdIn(properties["FunctionName"]) === destination.logicalId &&
      logicalIdIn(properties["EventSourceArn"]) === source.logicalId
    );
  });
  return mappings.length === 1 ? mappings.map(([id]) => id) : [];
}

function dependOn(logicalId: string, ids: readonly string[], draft: Draft): void {
  const resource = draft.resources.get(logicalId);
  if (!isRecord(resource)) return;
  const before: unknown[] = resource["DependsOn"] === undefined ? [] : [resource["DependsOn"]].flat();
  draft.resources.set(logicalId, { ...resource, DependsOn: [...new Set([...before, ...ids])] });
}

/** Whoever depends on the connector depends on what it made. */
function dependOnInstead(connectorId: string, made: readonly string[], draft: Draft): void {
  for (const [id, resource] of draft.resources) {
    if (!isRecord(resource)) continue;
    const before: unknown[] = [resource["DependsOn"]].flat();
    if (!before.includes(connectorId)) continue;
    const others = before.filter((name) => name !== connectorId);
    draft.resources.set(id, { ...withoutUndefined(resource), DependsOn: [...new Set([...others, ...made])] });
  }
}
