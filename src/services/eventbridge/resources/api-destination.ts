// AWS::Events::Connection and AWS::Events::ApiDestination.

import type { ConnectionAuthorizationType, CreateConnectionAuthRequestParameters } from "@aws-sdk/client-eventbridge";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { createOnce, ifThere, optional, optionalNumber, text } from "./template-values.ts";

/** How API destinations are authorised. Ref is its name. */
export const connectionType: ResourceType = {
  typeName: "AWS::Events::Connection",
  properties: ["AuthParameters", "AuthorizationType", "Description", "KmsKeyIdentifier", "Name"],
  keptNotEnforced: { KmsKeyIdentifier: "encrypts the credentials with that key" },
  notSupported: ["AuthParameters.ConnectivityParameters"],

  async create(properties, context) {
    const isNamed = typeof properties["Name"] === "string";
    const Name = text(properties, "Name") ?? context.generateName({ maxLength: 64 });
    await createOnce(
      () => context.aws.eventBridge.createConnection(readConnection(Name, properties)),
      () => Promise.resolve(!isNamed),
    );
    return describeConnection(Name, context);
  },

  async read(physicalId, context) {
    const connection = await ifThere(() => context.aws.eventBridge.describeConnection({ Name: physicalId }));
    if (connection === undefined) return undefined;
    // AWS: AuthParameters are write-only.
    const { AuthorizationType, Description, KmsKeyIdentifier } = connection;
    return {
      Name: physicalId,
      AuthorizationType,
      ...(Description === undefined ? {} : { Description }),
      ...(KmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier }),
    };
  },

  async list({ aws }) {
    const connections = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.eventBridge.listConnections({ NextToken });
      return { items: answer.Connections, next: answer.NextToken };
    });
    return connections.map(({ Name = "" }) => ({ Name }));
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.eventBridge.updateConnection(readConnection(physicalId, properties));
    return describeConnection(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.eventBridge.deleteConnection({ Name: physicalId }));
  },
};

function readConnection(Name: string, properties: Properties) {
  return {
    Name,
    AuthorizationType: text(properties, "AuthorizationType") as ConnectionAuthorizationType,
    AuthParameters: (properties["AuthParameters"] ?? {}) as CreateConnectionAuthRequestParameters,
    ...optional(properties, "Description"),
    ...optional(properties, "KmsKeyIdentifier"),
  };
}

async function describeConnection(Name: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { ConnectionArn = "" } = await aws.eventBridge.describeConnection({ Name });
  return { physicalId: Name, attributes: { Arn: ConnectionArn, ArnForPolicy: withoutId(ConnectionArn) } };
}

/** An HTTP endpoint as a target of rules. Ref is its name. */
export const apiDestinationType: ResourceType = {
  typeName: "AWS::Events::ApiDestination",
  properties: [
    "ConnectionArn",
    "Description",
    "HttpMethod",
    "InvocationEndpoint",
    "InvocationRateLimitPerSecond",
    "Name",
  ],

  async create(properties, context) {
    const isNamed = typeof properties["Name"] === "string";
    const Name = text(properties, "Name") ?? context.generateName({ maxLength: 64 });
    await createOnce(
      () => context.aws.eventBridge.createApiDestination(readDestination(Name, properties)),
      () => Promise.resolve(!isNamed),
    );
    return describeDestination(Name, context);
  },

  async read(physicalId, context) {
    const destination = await ifThere(() => context.aws.eventBridge.describeApiDestination({ Name: physicalId }));
    if (destination === undefined) return undefined;
    const { ConnectionArn, Description, HttpMethod, InvocationEndpoint, InvocationRateLimitPerSecond } = destination;
    return {
      Name: physicalId,
      ConnectionArn,
      HttpMethod,
      InvocationEndpoint,
      InvocationRateLimitPerSecond,
      ...(Description === undefined ? {} : { Description }),
    };
  },

  async list({ aws }) {
    const destinations = await everyPage(async (NextToken: string | undefined) => {
      const answer = await aws.eventBridge.listApiDestinations({ NextToken });
      return { items: answer.ApiDestinations, next: answer.NextToken };
    });
    return destinations.map(({ Name = "" }) => ({ Name }));
  },

  async update(physicalId, properties, _previous, context) {
    await context.aws.eventBridge.updateApiDestination(readDestination(physicalId, properties));
    return describeDestination(physicalId, context);
  },

  async delete(physicalId, _properties, context) {
    await ifThere(() => context.aws.eventBridge.deleteApiDestination({ Name: physicalId }));
  },
};

function readDestination(Name: string, properties: Properties) {
  return {
    Name,
    ConnectionArn: text(properties, "ConnectionArn") ?? "",
    InvocationEndpoint: text(properties, "InvocationEndpoint") ?? "",
    HttpMethod: text(properties, "HttpMethod") as "POST",
    ...optional(properties, "Description"),
    ...optionalNumber(properties, "InvocationRateLimitPerSecond"),
  };
}

async function describeDestination(Name: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { ApiDestinationArn = "" } = await aws.eventBridge.describeApiDestination({ Name });
  return { physicalId: Name, attributes: { Arn: ApiDestinationArn, ArnForPolicy: withoutId(ApiDestinationArn) } };
}

/** AWS: ArnForPolicy: the ARN without the id at its end, which IAM policies can name beforehand. */
function withoutId(arn: string): string {
  return arn.slice(0, arn.lastIndexOf("/"));
}
