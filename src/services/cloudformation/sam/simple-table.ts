// AWS::Serverless::SimpleTable: a table with one key.

import { isRecord } from "../template/values.ts";
import { passedOnAll, SamError, tagList } from "./draft.ts";
import type { Draft, SamResource, SamType } from "./draft.ts";
import { anything, integer, map, mapOf, oneOf, text, textOrMap } from "./property-rules.ts";

const ATTRIBUTE_TYPES = new Map<unknown, string>([
  ["String", "S"],
  ["Number", "N"],
  ["Binary", "B"],
]);

export const simpleTableType: SamType = {
  typeName: "AWS::Serverless::SimpleTable",
  properties: {
    PointInTimeRecoverySpecification: anything,
    PrimaryKey: mapOf(text),
    ProvisionedThroughput: mapOf(oneOf(integer, map)),
    TableName: textOrMap,
    Tags: map,
    SSESpecification: map,
  },
  expand({ logicalId, source, properties }: SamResource, draft: Draft): void {
    const key = isRecord(properties["PrimaryKey"]) ? properties["PrimaryKey"] : { Name: "id", Type: "String" };
    const type = ATTRIBUTE_TYPES.get(key["Type"]);
    if (type === undefined)
      throw new SamError(`Invalid 'PrimaryKey'. 'Type' must be one of String, Number, Binary.`, key, "Type");
    const throughput = properties["ProvisionedThroughput"];
    draft.add(logicalId, "AWS::DynamoDB::Table", passedOnAll(source), {
      AttributeDefinitions: [{ AttributeName: key["Name"], AttributeType: type }],
      KeySchema: [{ AttributeName: key["Name"], KeyType: "HASH" }],
      ...(throughput === undefined ? { BillingMode: "PAY_PER_REQUEST" } : { ProvisionedThroughput: throughput }),
      PointInTimeRecoverySpecification: properties["PointInTimeRecoverySpecification"],
      SSESpecification: properties["SSESpecification"],
      TableName: properties["TableName"],
      Tags: properties["Tags"] === undefined ? undefined : tagList(undefined, properties["Tags"]),
    });
  },
};
