// Goal: a suggested policy reads like a template. Method: ARNs of resources of one unit, of another one, and of nobody.

import { expect, test } from "vitest";
import { nameResource } from "./name-resources.ts";
import type { OwnedResource } from "./name-resources.ts";

function resource(unit: string, logicalId: string, resourceType: string, physicalId: string): OwnedResource {
  return { unit, logicalId, resourceType, physicalId, status: "CREATE_COMPLETE" };
}

const RESOURCES = [
  resource("course", "Table", "AWS::DynamoDB::Table", "shop-dev-Table-1"),
  resource("course", "Tables", "AWS::DynamoDB::Table", "shop-dev-Table-12"),
  resource("course", "Queue", "AWS::SQS::Queue", "http://sqs.us-east-1.localhost:4566/123456789012/shop-dev-Queue"),
  resource("course", "Topic", "AWS::SNS::Topic", "arn:aws:sns:us-east-1:123456789012:shop-dev-Topic"),
  resource("course", "Put", "AWS::Lambda::Function", "shop-dev-course-Put-7"),
  resource("payment", "Log", "AWS::Logs::LogGroup", "/aws/lambda/pay"),
];

const at = (service: string, name: string): string => `arn:aws:${service}:us-east-1:123456789012:${name}`;

test("writes functions for the unit's own resources", () => {
  const name = (arn: string) => nameResource(arn, "course", RESOURCES);
  expect(name(at("dynamodb", "table/shop-dev-Table-1"))).toEqual({ value: { "Fn::GetAtt": ["Table", "Arn"] } });
  expect(name(at("dynamodb", "table/shop-dev-Table-12"))).toEqual({ value: { "Fn::GetAtt": ["Tables", "Arn"] } });
  expect(name(at("dynamodb", "table/shop-dev-Table-1/index/byName"))).toEqual({
    value: { "Fn::Sub": "${Table.Arn}/index/byName" },
  });
  expect(name(at("dynamodb", "table/shop-dev-Table-1/stream/2026-11-22T02:36:26.867"))).toEqual({
    value: { "Fn::GetAtt": ["Table", "StreamArn"] },
  });
  expect(name(at("logs", "log-group:/aws/lambda/shop-dev-course-Put-7:log-stream:*"))).toEqual({
    value: {
      "Fn::Sub": "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/${Put}:log-stream:*",
    },
  });
  expect(name(at("sqs", "shop-dev-Queue"))).toEqual({ value: { "Fn::GetAtt": ["Queue", "Arn"] } });
  expect(name(at("sns", "shop-dev-Topic"))).toEqual({ value: { Ref: "Topic" } });
});

test("says whose other resources are, and leaves alone what is nobody's", () => {
  const log = at("logs", "log-group:/aws/lambda/pay:log-stream:x");
  expect(nameResource(log, "course", RESOURCES)).toEqual({ value: log, owner: "payment.Log" });
  // The same name in another service is another thing.
  const stream = at("kinesis", "stream/shop-dev-Table-1");
  expect(nameResource(stream, "course", RESOURCES)).toEqual({ value: stream });
});
