// DataSources of a GraphQL API: tables and functions that its own functions read from, each with a role unless it has one.

import { isRecord } from "../../template/values.ts";
import { isSet, pick, withoutUndefined } from "../draft.ts";
import type { Draft, Values } from "../draft.ts";
import { assumableBy } from "../role-policies.ts";
import { connect } from "./authorization.ts";

interface Place {
  readonly draft: Draft;
  readonly apiId: string;
  readonly attributes: Values;
}

/** Adds the data sources, whose shape is right. Returns the names that functions of the API know them by. */
export function addDataSources(place: Place, given: unknown): ReadonlyMap<unknown, unknown> {
  const { DynamoDb: tables, Lambda: functions } = isRecord(given) ? given : {};
  const names = new Map<unknown, unknown>();
  for (const [name, source] of entriesOf(tables)) names.set(name, addTable(place, name, source));
  for (const [name, source] of entriesOf(functions)) names.set(name, addFunction(place, name, source));
  return names;
}

function entriesOf(value: unknown): readonly (readonly [string, Values])[] {
  return Object.entries(isRecord(value) ? value : {}).map(([name, source]) => [name, isRecord(source) ? source : {}]);
}

function addTable(place: Place, name: string, source: Values): unknown {
  const { TableName, TableArn: arn, Region: region, Permissions: permissions } = source;
  const sourceId = `${place.apiId}${name}DynamoDBDataSource`;
  const flags = Object.fromEntries(
    Object.entries(pick(source, ["UseCallerCredentials", "Versioned"])).filter(([, value]) => isSet(value)),
  );
  add(place, sourceId, name, source, {
    Type: "AMAZON_DYNAMODB",
    DynamoDBConfig: withoutUndefined({
      AwsRegion: region ?? { Ref: "AWS::Region" },
      TableName,
      ...flags,
      DeltaSyncConfig: source["DeltaSync"],
    }),
  });
  if (!isSet(source["ServiceRoleArn"]))
    connect(place.draft, `${sourceId}ToTableConnector`, {
      Source: sourceOf(sourceId),
      Destination: { Type: "AWS::DynamoDB::Table", Arn: isSet(arn) ? arn : tableArn(TableName, region) },
      Permissions: isSet(permissions) ? permissions : ["Read", "Write"],
    });
  return { "Fn::GetAtt": [sourceId, "Name"] };
}

function tableArn(TableName: unknown, region: unknown): Values {
  return {
    "Fn::Sub": [
      "arn:${AWS::Partition}:dynamodb:${AwsRegion}:${AWS::AccountId}:table/${TableName}",
      { AwsRegion: region ?? { Ref: "AWS::Region" }, TableName },
    ],
  };
}

function addFunction(place: Place, name: string, source: Values): unknown {
  const sourceId = `${place.apiId}${name}LambdaDataSource`;
  const { FunctionArn: functionArn } = source;
  add(place, sourceId, name, source, { Type: "AWS_LAMBDA", LambdaConfig: { LambdaFunctionArn: functionArn } });
  if (!isSet(source["ServiceRoleArn"]))
    connect(place.draft, `${sourceId}ToLambdaConnector`, {
      Source: sourceOf(sourceId),
      Destination: { Type: "AWS::Lambda::Function", Arn: functionArn },
      Permissions: ["Write"],
    });
  return { "Fn::GetAtt": [sourceId, "Name"] };
}

/** The source and, unless one is given, its role. */
function add({ draft, apiId, attributes }: Place, sourceId: string, name: string, source: Values, own: Values): void {
  const { ServiceRoleArn: given, Name: ownName, Description } = source;
  const roleId = `${sourceId}Role`;
  draft.add(sourceId, "AWS::AppSync::DataSource", attributes, {
    ApiId: { "Fn::GetAtt": [apiId, "ApiId"] },
    Name: ownName ?? name,
    Description,
    ServiceRoleArn: isSet(given) ? given : { "Fn::GetAtt": [roleId, "Arn"] },
    ...own,
  });
  if (isSet(given)) return;
  draft.add(roleId, "AWS::IAM::Role", attributes, { AssumeRolePolicyDocument: assumableBy("appsync.amazonaws.com") });
}

function sourceOf(sourceId: string): Values {
  return {
    Type: "AWS::AppSync::DataSource",
    Arn: { "Fn::GetAtt": [sourceId, "DataSourceArn"] },
    RoleName: { Ref: `${sourceId}Role` },
  };
}
