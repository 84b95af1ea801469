// Writes a system of many units: `node bench/generate-system.mjs FOLDER --units 50 --resources 1000`. The same numbers give
// the same bytes. Units stand in layers of ten; a unit listens to topics of the layer above, by exports and imports.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";

const LAYER = 10;
/** One function for so many resources. */
const RESOURCES_A_FUNCTION = 20;

/** Writes the system, and gives the files that a change of one unit would touch. */
export function generateSystem(folder, { units, resources }) {
  mkdirSync(join(folder, "common"), { recursive: true });
  writeFileSync(join(folder, "common/money.ts"), MONEY);
  const names = Array.from({ length: units }, (_, index) => nameOf(index));
  writeFileSync(join(folder, "stackyard.config.ts"), configOf(names));
  for (const [index, name] of names.entries()) {
    // What does not divide is given to the first units.
    const count = Math.floor(resources / units) + (index < resources % units ? 1 : 0);
    const { template, handlers } = unitOf(index, count);
    mkdirSync(join(folder, name, "src"), { recursive: true });
    writeFileSync(join(folder, name, fileOf(index)), textOf(index, template));
    for (const handler of handlers) writeFileSync(join(folder, name, `src/${handler}.ts`), handlerOf(name, handler));
  }
  const last = names.at(-1) ?? "";
  return {
    lastUnit: last,
    handler: join(folder, last, "src/work0.ts"),
    template: join(folder, last, fileOf(units - 1)),
  };
}

/** Every other template is in JSON, as the CDK writes them; the rest in YAML, as people do. */
const isJson = (index) => index % 2 === 1;
const fileOf = (index) => (isJson(index) ? "template.json" : "template.yaml");
const textOf = (index, template) =>
  isJson(index) ? `${JSON.stringify(template, undefined, 1)}\n` : stringify(template, { aliasDuplicateObjects: false });

const nameOf = (index) => `unit${String(index).padStart(3, "0")}`;

function configOf(names) {
  const units = names.map((name, index) => `    ${name}: { template: "${fileOf(index)}" },`).join("\n");
  return `import { defineSystem } from "stackyard";

export default defineSystem({
  name: "generated",
  units: {
${units}
  },
  environments: { dev: {} },
});
`;
}

const MONEY = `export const cents = (euros: number): number => Math.round(euros * 100);\n`;

const handlerOf = (unit, name) => `import { cents } from "../../common/money.ts";

export const handler = async (event: { amount?: number }) => ({ unit: "${unit}", name: "${name}", cents: cents(event.amount ?? 1) });
`;

/** The unit's template, of exactly `count` resources, and the names of its handlers. */
function unitOf(index, count) {
  const own = {};
  const handlers = [];
  const add = (logicalId, Type, Properties) => {
    if (Object.keys(own).length < count) own[logicalId] = { Type, ...(Properties === undefined ? {} : { Properties }) };
  };
  const layer = Math.floor(index / LAYER);
  const above = layer === 0 ? [] : [0, 3].map((step) => (layer - 1) * LAYER + ((index + step) % LAYER));

  add("Events", "AWS::SNS::Topic");
  add("Role", "AWS::IAM::Role", {
    AssumeRolePolicyDocument: policy({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
    Policies: [
      {
        PolicyName: "work",
        PolicyDocument: policy({ Action: ["dynamodb:PutItem", "sns:Publish"], Resource: "*" }),
      },
    ],
  });
  for (const [position, source] of above.entries()) {
    const arn = { "Fn::ImportValue": `generated-${nameOf(source)}-events` };
    add(`Inbox${position}`, "AWS::SQS::Queue", { VisibilityTimeout: 30 });
    add(`InboxPolicy${position}`, "AWS::SQS::QueuePolicy", {
      Queues: [{ Ref: `Inbox${position}` }],
      PolicyDocument: policy({
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: { "Fn::GetAtt": [`Inbox${position}`, "Arn"] },
        Condition: { ArnEquals: { "aws:SourceArn": arn } },
      }),
    });
    add(`Subscription${position}`, "AWS::SNS::Subscription", {
      TopicArn: arn,
      Protocol: "sqs",
      Endpoint: { "Fn::GetAtt": [`Inbox${position}`, "Arn"] },
    });
  }
  for (let number = 0; number < Math.max(1, Math.round(count / RESOURCES_A_FUNCTION)); number += 1) {
    handlers.push(`work${number}`);
    add(`Table${number}`, "AWS::DynamoDB::Table", {
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    });
    add(`Work${number}`, "AWS::Lambda::Function", {
      Runtime: "nodejs22.x",
      Handler: `src/work${number}.handler`,
      Code: ".",
      Role: { "Fn::GetAtt": ["Role", "Arn"] },
      Environment: { Variables: { TABLE: { Ref: `Table${number}` }, TOPIC: { Ref: "Events" } } },
    });
  }
  for (let number = 0; Object.keys(own).length < count; number += 1) {
    add(`Dead${number}`, "AWS::SQS::Queue", { MessageRetentionPeriod: 1_209_600 });
    add(`Line${number}`, "AWS::SQS::Queue", {
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": [`Dead${number}`, "Arn"] }, maxReceiveCount: 5 },
    });
    add(`Store${number}`, "AWS::DynamoDB::Table", {
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    });
    add(`News${number}`, "AWS::SNS::Topic");
    add(`Setting${number}`, "AWS::SSM::Parameter", { Type: "String", Value: { Ref: `Store${number}` } });
    add(`Group${number}`, "AWS::Logs::LogGroup", { RetentionInDays: 7 });
    add(`Reader${number}`, "AWS::IAM::Role", {
      AssumeRolePolicyDocument: policy({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
    });
    add(`Read${number}`, "AWS::IAM::ManagedPolicy", {
      Roles: [{ Ref: `Reader${number}` }],
      PolicyDocument: policy({ Action: "dynamodb:GetItem", Resource: { "Fn::GetAtt": [`Store${number}`, "Arn"] } }),
    });
  }
  const template = {
    AWSTemplateFormatVersion: "2010-09-09",
    Resources: own,
    Outputs: { Events: { Value: { Ref: "Events" }, Export: { Name: `generated-${nameOf(index)}-events` } } },
  };
  return { template, handlers: handlers.filter((_, number) => own[`Work${number}`] !== undefined) };
}

function policy(statement) {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] };
}

if (process.argv[1] === import.meta.filename) {
  const [folder, ...rest] = process.argv.slice(2);
  const number = (name, fallback) => Number(rest[rest.indexOf(name) + 1] || fallback);
  if (folder === undefined) throw new Error("Give the folder to write to.");
  const { lastUnit } = generateSystem(folder, {
    units: number("--units", 50),
    resources: number("--resources", 1000),
  });
  console.log(`${folder}: up to ${lastUnit}`);
}
