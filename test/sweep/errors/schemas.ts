// How each documented error of EventBridge's schema registry is provoked.

import { instead, sweepOf, unprovokable, type Ask, type Caller, type ErrorTable, type Grounds } from "./table.ts";

interface Made {
  readonly registry: string;
  readonly registryArn: string;
  /** A schema of the registry, of OpenAPI 3. */
  readonly schema: string;
  readonly discoverer: string;
  /** Who may do nothing. */
  readonly stranger: Caller;
}

const CONTENT = JSON.stringify({
  openapi: "3.0.0",
  info: { title: "Order", version: "1.0.0" },
  paths: {},
  components: { schemas: { Order: { type: "object" } } },
});
const POLICY = JSON.stringify({ Version: "2012-10-17", Statement: [] });

async function busArn({ aws, name }: Grounds): Promise<string> {
  const { EventBusArn } = await aws.eventBridge.createEventBus({ Name: name() });
  return EventBusArn ?? "";
}

async function prepare(grounds: Grounds): Promise<Made> {
  const { aws, name } = grounds;
  const [registry, schema] = [name(), name()] as const;
  const { RegistryArn } = await aws.schemas.createRegistry({ RegistryName: registry });
  await aws.schemas.createSchema({ RegistryName: registry, SchemaName: schema, Type: "OpenApi3", Content: CONTENT });
  await aws.schemas.putResourcePolicy({ RegistryName: registry, Policy: POLICY });
  const { DiscovererId } = await aws.schemas.createDiscoverer({ SourceArn: await busArn(grounds) });
  return {
    registry,
    registryArn: RegistryArn ?? "",
    schema,
    discoverer: DiscovererId ?? "",
    stranger: await grounds.user(),
  };
}

const ofRegistry = ({ registry }: Made) => ({ RegistryName: registry });
const ofSchema = ({ registry, schema }: Made) => ({ RegistryName: registry, SchemaName: schema });
const ofDiscoverer = ({ discoverer }: Made) => ({ DiscovererId: discoverer });
const ofArn = ({ registryArn }: Made) => ({ ResourceArn: registryArn });

const NOT_FORBIDDEN = unprovokable(
  "All that the user guide forbids is to change AWS's own registries, and nothing is changed by this operation or in a registry.",
);
const noPage = (_: Made, ask: Ask) => ask({ Limit: 0 });

const ON_DISCOVERER = {
  BadRequestException: (_, ask) => ask({ DiscovererId: "not an id" }),
  NotFoundException: (_, ask) => ask({ DiscovererId: "nobody" }),
} satisfies ErrorTable<Made>["everywhere"];
const ON_SCHEMA = {
  BadRequestException: (_, ask) => ask({ SchemaName: "not a name" }),
  NotFoundException: (_, ask) => ask({ SchemaName: "nobody" }),
} satisfies ErrorTable<Made>["everywhere"];
const ON_ARN = {
  BadRequestException: (_, ask) => ask({ ResourceArn: "nothing" }),
  NotFoundException: ({ registryArn }, ask) => ask({ ResourceArn: `${registryArn}-nobody` }),
} satisfies ErrorTable<Made>["everywhere"];
const LISTS = { BadRequestException: noPage } satisfies ErrorTable<Made>["everywhere"];
const ofAws = (_: Made, ask: Ask) => ask({ RegistryName: "aws.events" });
const OF_AWS = { ForbiddenException: ofAws } satisfies ErrorTable<Made>["everywhere"];
const arnOfAws = ({ registry, registryArn }: Made, ask: Ask) =>
  ask({ ResourceArn: registryArn.replace(registry, "aws.events") });

/** The errors sweep of EventBridge's schema registry. */
export const schemas = sweepOf<Made>({
  service: "schemas",
  prepare,
  inputs: {
    CreateDiscoverer: ({ account }) => ({
      SourceArn: `arn:aws:events:${account.region}:${account.account}:event-bus/default`,
    }),
    CreateRegistry: ({ name }) => ({ RegistryName: name() }),
    CreateSchema: ({ registry, name }) => ({
      RegistryName: registry,
      SchemaName: name(),
      Type: "OpenApi3",
      Content: CONTENT,
    }),
    DeleteDiscoverer: ofDiscoverer,
    DeleteRegistry: ofRegistry,
    DeleteResourcePolicy: ofRegistry,
    DeleteSchema: ofSchema,
    DeleteSchemaVersion: (made) => ({ ...ofSchema(made), SchemaVersion: "1" }),
    DescribeDiscoverer: ofDiscoverer,
    DescribeRegistry: ofRegistry,
    DescribeSchema: ofSchema,
    ExportSchema: (made) => ({ ...ofSchema(made), Type: "JSONSchemaDraft4" }),
    GetDiscoveredSchema: () => ({ Events: ["{}"], Type: "OpenApi3" }),
    GetResourcePolicy: ofRegistry,
    ListDiscoverers: () => ({}),
    ListRegistries: () => ({}),
    ListSchemaVersions: ofSchema,
    ListSchemas: ofRegistry,
    ListTagsForResource: ofArn,
    PutResourcePolicy: (made) => ({ ...ofRegistry(made), Policy: POLICY }),
    SearchSchemas: (made) => ({ ...ofRegistry(made), Keywords: "order" }),
    StartDiscoverer: ofDiscoverer,
    StopDiscoverer: ofDiscoverer,
    TagResource: (made) => ({ ...ofArn(made), Tags: { key: "value" } }),
    UntagResource: (made) => ({ ...ofArn(made), TagKeys: ["key"] }),
    UpdateDiscoverer: ofDiscoverer,
    UpdateRegistry: ofRegistry,
    UpdateSchema: ofSchema,
  },
  everywhere: {
    BadRequestException: (_, ask) => ask({ RegistryName: "not a name" }),
    ForbiddenException: NOT_FORBIDDEN,
    InternalServerErrorException: unprovokable("It would be a bug of ours."),
    NotFoundException: (_, ask) => ask({ RegistryName: "nobody" }),
    ServiceUnavailableException: unprovokable("A service of this process is there as long as the process is."),
    TooManyRequestsException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
    UnauthorizedException: instead(
      {
        code: "AccessDeniedException",
        status: 403,
        reason: "AWS: 'Common Errors' of all services: who has no permission gets AccessDeniedException.",
      },
      ({ stranger }, ask) => ask({}, stranger),
    ),
  },
  operations: {
    CreateDiscoverer: {
      BadRequestException: (_, ask) => ask({ SourceArn: "arn:aws:sqs:us-east-1:111122223333:queue" }),
      ConflictException: async (made, ask) => {
        const SourceArn = await busArn(made);
        await ask({ SourceArn });
        return ask({ SourceArn });
      },
    },
    CreateRegistry: { ...OF_AWS, ConflictException: ({ registry }, ask) => ask({ RegistryName: registry }) },
    CreateSchema: { ...OF_AWS, BadRequestException: (_, ask) => ask({ Content: "{}" }) },
    DeleteDiscoverer: ON_DISCOVERER,
    DeleteRegistry: OF_AWS,
    DeleteResourcePolicy: OF_AWS,
    DeleteSchema: { ...ON_SCHEMA, ...OF_AWS },
    DeleteSchemaVersion: { ...ON_SCHEMA, ...OF_AWS },
    DescribeDiscoverer: ON_DISCOVERER,
    DescribeSchema: ON_SCHEMA,
    ExportSchema: ON_SCHEMA,
    GetDiscoveredSchema: { BadRequestException: (_, ask) => ask({ Events: ["nothing"] }) },
    ListDiscoverers: LISTS,
    ListRegistries: LISTS,
    ListSchemaVersions: ON_SCHEMA,
    ListSchemas: LISTS,
    ListTagsForResource: ON_ARN,
    PutResourcePolicy: {
      ...OF_AWS,
      BadRequestException: (_, ask) => ask({ Policy: "nothing" }),
      PreconditionFailedException: (_, ask) => ask({ RevisionId: "00000000-0000-4000-8000-000000000000" }),
    },
    SearchSchemas: LISTS,
    StartDiscoverer: ON_DISCOVERER,
    StopDiscoverer: ON_DISCOVERER,
    TagResource: { ...ON_ARN, ForbiddenException: arnOfAws },
    UntagResource: { ...ON_ARN, ForbiddenException: arnOfAws },
    UpdateDiscoverer: ON_DISCOVERER,
    UpdateRegistry: OF_AWS,
    UpdateSchema: { ...ON_SCHEMA, ...OF_AWS },
  },
});
