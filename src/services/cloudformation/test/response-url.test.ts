// Custom resources whose functions answer as the CDK's providers and copies of the cfn-response module do: by HTTPS at port 443, with host and path alone.

import { CloudFormationClient, CreateStackCommand } from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { stackOf } from "./calls.ts";

const answer = `const body = JSON.stringify({
    Status: "SUCCESS", PhysicalResourceId: "made", StackId: event.StackId, RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId, Data: { Status: "answered" },
  });
  const { hostname, pathname: path } = new URL(event.ResponseURL);
  const headers = { "content-type": "", "content-length": body.length };`;
const send = (call: string): string => `await new Promise((resolve, reject) => ${call}.on("error", reject).end(body));`;
const CODE: Readonly<Record<string, string>> = {
  "with options": `const https = require("https");
exports.handler = async (event) => { ${answer}
  ${send(`https.request({ hostname, path, method: "PUT", headers }, resolve)`)} };`,
  "with a port": `const https = require("node:https");
exports.handler = async (event) => { ${answer}
  ${send(`https.request({ hostname, port: 443, path, method: "PUT", headers }, resolve)`)} };`,
  "with a URL": `const https = require("https");
exports.handler = async (event) => { ${answer}
  ${send('https.request(`https://${hostname}${path}`, { method: "PUT", headers }, resolve)')} };`,
};

test.each(Object.entries(CODE))("an answer %s reaches CloudFormation", async (_how, ZipFile) => {
  const yard = await sharedYard();
  const client = yard.account().client(CloudFormationClient);
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const template = {
    Resources: {
      Role: {
        Type: "AWS::IAM::Role",
        Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trust] } },
      },
      Provider: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Code: { ZipFile },
          Handler: "index.handler",
          Runtime: "nodejs20.x",
          Role: { "Fn::GetAtt": ["Role", "Arn"] },
        },
      },
      Made: {
        Type: "Custom::Made",
        Properties: { ServiceToken: { "Fn::GetAtt": ["Provider", "Arn"] }, ServiceTimeout: 15 },
      },
    },
    Outputs: { Status: { Value: { "Fn::GetAtt": ["Made", "Status"] } } },
  };
  const TemplateBody = JSON.stringify(template);
  await client.send(new CreateStackCommand({ StackName: "made", TemplateBody, Capabilities: ["CAPABILITY_IAM"] }));
  await yard.yard.context.jobs.settled();
  expect(await stackOf(client, "made")).toMatchObject({
    StackStatus: "CREATE_COMPLETE",
    Outputs: [{ OutputKey: "Status", OutputValue: "answered" }],
  });
});
