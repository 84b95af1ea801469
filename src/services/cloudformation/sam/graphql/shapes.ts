// What the parts of a GraphQL API look like. AWS: the SAM specification, "AWS::Serverless::GraphQLApi"; the first thing that does not fit is
// named by its path.

import { isRecord } from "../../template/values.ts";
import { SamError } from "../draft.ts";
import type { Values } from "../draft.ts";

/** What a value may be: anything, or one of these. */
type Shape =
  | "anything"
  | "text"
  | "flag"
  | "permissions"
  | { readonly required: Shape }
  | { readonly members: Readonly<Record<string, Shape>> }
  | { readonly each: Shape }
  | { readonly list: Shape }
  | { readonly either: readonly Shape[] }
  | { readonly words: readonly string[] };

const needed: Shape = { required: "anything" };
const LAMBDA_AUTHORIZER: Shape = {
  members: {
    AuthorizerResultTtlInSeconds: "anything",
    AuthorizerUri: needed,
    IdentityValidationExpression: "anything",
  },
};
const OPEN_ID_CONNECT: Shape = {
  members: { AuthTTL: "anything", ClientId: "anything", IatTTL: "anything", Issuer: "anything" },
};
const USER_POOL: Shape = {
  members: { AppIdClientRegex: "anything", AwsRegion: "anything", DefaultAction: "anything", UserPoolId: needed },
};
const AUTHORIZER = {
  Type: { required: { words: ["AWS_IAM", "API_KEY", "AWS_LAMBDA", "OPENID_CONNECT", "AMAZON_COGNITO_USER_POOLS"] } },
  LambdaAuthorizer: LAMBDA_AUTHORIZER,
  OpenIDConnect: OPEN_ID_CONNECT,
  UserPool: USER_POOL,
} as const satisfies Record<string, Shape>;
const LOGGING: Shape = {
  members: { CloudWatchLogsRoleArn: "anything", ExcludeVerboseContent: "anything", FieldLogLevel: "anything" },
};
const DELTA_SYNC: Shape = {
  members: { BaseTableTTL: needed, DeltaSyncTableName: needed, DeltaSyncTableTTL: needed },
};
const DYNAMO_DB: Shape = {
  members: {
    TableName: needed,
    ServiceRoleArn: "anything",
    TableArn: "anything",
    Permissions: "permissions",
    Name: "anything",
    Description: "anything",
    Region: "anything",
    DeltaSync: DELTA_SYNC,
    UseCallerCredentials: "anything",
    Versioned: "anything",
  },
};
const LAMBDA: Shape = {
  members: { FunctionArn: needed, ServiceRoleArn: "anything", Name: "anything", Description: "anything" },
};
const RUNTIME: Shape = { members: { Name: needed, Version: needed } };
const SYNC: Shape = {
  members: {
    ConflictDetection: needed,
    ConflictHandler: "anything",
    LambdaConflictHandlerConfig: { members: { LambdaConflictHandlerArn: needed } },
  },
};
const FUNCTION: Shape = {
  members: {
    DataSource: "anything",
    Runtime: RUNTIME,
    InlineCode: "anything",
    CodeUri: "anything",
    Description: "anything",
    MaxBatchSize: "anything",
    Name: "text",
    Id: "anything",
    Sync: SYNC,
  },
};
const RESOLVER: Shape = {
  members: {
    FieldName: "text",
    Caching: { members: { Ttl: needed, CachingKeys: { list: "anything" } } },
    InlineCode: "anything",
    CodeUri: "anything",
    MaxBatchSize: "anything",
    Pipeline: { list: "text" },
    Runtime: RUNTIME,
    Sync: SYNC,
  },
};
const CACHE: Shape = {
  members: {
    ApiCachingBehavior: needed,
    Ttl: needed,
    Type: needed,
    AtRestEncryptionEnabled: "anything",
    TransitEncryptionEnabled: "anything",
  },
};
const PARTS: Readonly<Record<string, Shape>> = {
  Auth: { members: { ...AUTHORIZER, Additional: { list: { members: AUTHORIZER } } } },
  XrayEnabled: "flag",
  Logging: { either: [LOGGING, "flag"] },
  DataSources: { members: { DynamoDb: { each: DYNAMO_DB }, Lambda: { each: LAMBDA } } },
  Functions: { each: FUNCTION },
  Resolvers: { each: { each: RESOLVER } },
  ApiKeys: { each: { members: { ApiKeyId: "anything", Description: "anything", ExpiresOn: "anything" } } },
  DomainName: { members: { CertificateArn: needed, DomainName: needed, Description: "anything" } },
  Cache: CACHE,
};

/** Throws the first thing that does not fit. */
export function requireShapes(properties: Values): void {
  for (const [name, shape] of Object.entries(PARTS)) {
    const wrong = misfit(properties[name] ?? undefined, shape, [name]);
    if (wrong !== undefined) throw new SamError(`Property '${wrong.join(".")}' is invalid.`, properties, name);
  }
}

type Path = readonly string[];

/** The path of the first thing that does not fit; what is not there fits everywhere. */
function misfit(value: unknown, shape: Shape, path: Path): Path | undefined {
  if (value === undefined || shape === "anything") return undefined;
  const fits = (isFitting: boolean): Path | undefined => (isFitting ? undefined : path);
  if (shape === "text") return fits(typeof value === "string" || typeof value === "number");
  if (shape === "flag") return fits(typeof value === "boolean");
  if (shape === "permissions")
    return fits(Array.isArray(value) && value.every((one) => one === "Read" || one === "Write"));
  if ("words" in shape) return fits(typeof value === "string" && shape.words.includes(value));
  if ("required" in shape) return misfit(value, shape.required, path);
  if ("either" in shape) {
    const wrong = shape.either.map((one) => misfit(value, one, path));
    return wrong.includes(undefined) ? undefined : wrong[0];
  }
  if ("list" in shape) return Array.isArray(value) ? firstOf(Object.entries(value), () => shape.list, path) : path;
  if (!isRecord(value)) return path;
  if ("each" in shape) return firstOf(Object.entries(value), () => shape.each, path);
  const { members } = shape;
  for (const [name, member] of Object.entries(members)) {
    const given = value[name] ?? undefined;
    const isMissing = given === undefined && typeof member === "object" && "required" in member;
    const wrong = isMissing ? [...path, name] : misfit(given, member, [...path, name]);
    if (wrong !== undefined) return wrong;
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(members, name));
  return unknown === undefined ? undefined : [...path, unknown];
}

function firstOf(entries: readonly [string, unknown][], shapeOf: () => Shape, path: Path): Path | undefined {
  for (const [name, value] of entries) {
    const wrong = misfit(value, shapeOf(), [...path, name]);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
